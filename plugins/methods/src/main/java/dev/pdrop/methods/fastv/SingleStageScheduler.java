// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.fastv;

import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.StageScheduler;
import dev.pdrop.spi.StageSchedulerFactory;
import dev.pdrop.spi.Unknown;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * FastV's schedule: one drop, before layer K, of a share R of the visual tokens or down to a fixed count.
 *
 * <p>A fixed count larger than the number of visual tokens keeps them all: prompts with fewer, or none, are valid.
 *
 * @source arXiv 2403.06764v3, section 4.1; github.com/pkunlp-icler/FastV at d165972
 */
public final class SingleStageScheduler implements StageScheduler {

    /** What chooses it in a configuration. */
    public static final String NAME = "single";

    private final Config config;

    /** A scheduler with the given settings. */
    public SingleStageScheduler(Config config) {
        this.config = config;
    }

    @Override
    public Schedule plan(Geometry geometry, int visualTokens) {
        if (config.layer() >= geometry.layers()) {
            throw new InvalidMethodException("expected a stage before layer 0 to " + (geometry.layers() - 1)
                    + " of this model, found layer = " + config.layer() + " in the schedule " + NAME
                    + ": choose a smaller layer");
        }
        int kept = config.keep()
                .map(keep -> Math.min(keep, visualTokens))
                .orElseGet(() -> config.rounding().kept(visualTokens, config.dropRatio()));
        return new Schedule(List.of(Stage.keep(config.layer(), kept)));
    }

    @Override
    public String describe() {
        return config.describe(Integer.toString(config.layer()));
    }

    /** How a share becomes a whole number of visual tokens; 27 tokens at .5 are 13 or 14. */
    public enum Rounding {

        /**
         * The truncated product of the count and the share kept, which is 1 - R in decimal.
         *
         * @source github.com/pkunlp-icler/FastV at d165972, src/FastV/lmms-eval/fastv_kvcache.py, where the share kept
         *     is what is configured
         */
        INT {
            @Override
            int kept(int visualTokens, BigDecimal dropRatio) {
                return (int) (visualTokens * BigDecimal.ONE.subtract(dropRatio).doubleValue());
            }
        },

        /**
         * The product of the count and 1 - R in binary, rounded to the nearest, halves to even.
         *
         * @source github.com/pkunlp-icler/FastV at d165972,
         *     src/FastV/llava-hf/transformers/src/transformers/models/llama/modeling_llama.py, fastv_forward
         */
        ROUND {
            @Override
            int kept(int visualTokens, BigDecimal dropRatio) {
                return (int) Math.rint(visualTokens * (1 - dropRatio.doubleValue()));
            }
        };

        abstract int kept(int visualTokens, BigDecimal dropRatio);
    }

    /**
     * The settings; keys, meanings and defaults in {@code single.conf}.
     *
     * @param layer K, at least 0
     * @param dropRatio R, from 0 to 1
     * @param keep so many visual tokens stay, at least 0; instead of {@code drop-ratio}
     * @param rounding how the share becomes a count
     */
    public record Config(int layer, BigDecimal dropRatio, Optional<Integer> keep, Rounding rounding) {

        /** Checks the ranges. */
        public Config {
            if (layer < 0) {
                throw new IllegalArgumentException("layer must be at least 0, was " + layer);
            }
            if (dropRatio.signum() < 0 || dropRatio.compareTo(BigDecimal.ONE) > 0) {
                throw new IllegalArgumentException("drop-ratio must be from 0 to 1, was " + dropRatio.toPlainString());
            }
            if (keep.isPresent() && keep.get() < 0) {
                throw new IllegalArgumentException("keep must be at least 0, was " + keep.get());
            }
        }

        /** What holds, with the given text for the layer. */
        String describe(String where) {
            return keep.map(count -> describe(where, "keep " + count))
                    .orElseGet(() -> describe(where, share(dropRatio.toPlainString())));
        }

        /** The same with the given text for what stays. */
        String describe(String where, String kept) {
            return "layer " + where + "; " + kept;
        }

        /** What stays, with the given text for the share that is dropped. */
        String share(String dropped) {
            return "drop-ratio " + dropped + "; rounding " + rounding.name().toLowerCase(Locale.ROOT);
        }
    }

    /** Makes it from its configuration. */
    public static final class Factory implements StageSchedulerFactory<Config> {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "One drop before one layer, of a share or down to a count (FastV, arXiv 2403.06764).";
        }

        @Override
        public Class<Config> configType() {
            return Config.class;
        }

        @Override
        public List<Unknown<Config>> unknowns() {
            return List.of(
                    new Unknown<>("keep", List.of("keep", "drop-ratio"), SingleStages::ofEveryCount),
                    new Unknown<>("ratio", List.of("keep", "drop-ratio"), SingleStages::ofEveryRatio),
                    new Unknown<>("first-layer", List.of("layer"), SingleStages::ofEveryLayer));
        }

        @Override
        public StageScheduler create(Config config) {
            return new SingleStageScheduler(config);
        }
    }
}
