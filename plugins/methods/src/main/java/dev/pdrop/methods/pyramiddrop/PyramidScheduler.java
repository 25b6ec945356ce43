// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.pyramiddrop;

import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.StageScheduler;
import dev.pdrop.spi.StageSchedulerFactory;
import dev.pdrop.spi.Unknown;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * PyramidDrop's schedule: the decoder is cut into stages, and fewer visual tokens enter each stage than the one before.
 *
 * <p>Where: S stages of floor(T / S) layers, what is left over going to the last stage (the split that reproduces the
 * paper's costs for S = 3), or explicit layers. How many: the s-th drop leaves the share lambda^s, or an explicit
 * ratio, of the <em>original</em> count. Explicit layers and ratios win over stages and lambda.
 *
 * <p>A prompt without visual tokens gets the same stages, each keeping 0: a schedule's layers never depend on the
 * prompt.
 *
 * @source arXiv 2410.17247v2, section 3.2 and equation 3; github.com/Cooperx521/PyramidDrop at 6444f30,
 *     llava/model/modeling_llama_pdrop.py, layer_list and image_token_ratio_list of pdrop_forward
 */
public final class PyramidScheduler implements StageScheduler {

    /** What chooses it in a configuration. */
    public static final String NAME = "pyramid";

    private final Config config;

    /** A scheduler with the given settings. */
    public PyramidScheduler(Config config) {
        this.config = config;
    }

    @Override
    public Schedule plan(Geometry geometry, int visualTokens) {
        List<Integer> layers = config.layers(geometry.layers());
        List<BigDecimal> ratios = config.ratios().orElseGet(() -> powers(config.lambda(), layers.size()));
        int[] counts = config.rounding().counts(visualTokens, ratios);
        return new Schedule(IntStream.range(0, counts.length)
                .mapToObj(stage -> Stage.keep(layers.get(stage), counts[stage]))
                .toList());
    }

    @Override
    public String describe() {
        return config.describe(config.lambda().toPlainString());
    }

    /** lambda, lambda^2, .. in decimal: .4 cubed is .064 and nothing near it. */
    private static List<BigDecimal> powers(BigDecimal lambda, int count) {
        List<BigDecimal> powers = new ArrayList<>();
        for (int stage = 1; stage <= count; stage++) {
            powers.add(lambda.pow(stage));
        }
        return powers;
    }

    static String spaced(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    private static List<String> plain(List<BigDecimal> values) {
        return values.stream().map(BigDecimal::toPlainString).toList();
    }

    /**
     * The settings; keys, meanings and defaults in {@code pyramid.conf}.
     *
     * @param stages S, at least 1; S - 1 drops
     * @param lambda share kept at each drop, from 0 to 1
     * @param layers explicit layers, strictly ascending; instead of the split by {@code stages}
     * @param ratios explicit shares of the original count, from 0 to 1, never rising; instead of {@code lambda}
     * @param rounding how shares become counts
     */
    public record Config(
            int stages,
            BigDecimal lambda,
            Optional<List<Integer>> layers,
            Optional<List<BigDecimal>> ratios,
            Rounding rounding) {

        /** Checks everything that no model is needed for. */
        public Config {
            layers = layers.map(List::copyOf);
            ratios = ratios.map(List::copyOf);
            require(stages >= 1, "stages must be at least 1, was " + stages);
            require(isShare(lambda), "lambda must be from 0 to 1, was " + lambda.toPlainString());
            layers.ifPresent(Config::requireAscending);
            ratios.ifPresent(Config::requireShares);
            int drops = layers.map(List::size).orElse(stages - 1);
            int given = ratios.map(List::size).orElse(drops);
            require(
                    given == drops,
                    "ratios must be one for each of the " + drops
                            + (layers.isPresent() ? " layers" : " drops between stages") + ", were " + given);
        }

        /** The layers to drop before in a model of so many. */
        List<Integer> layers(int decoderLayers) {
            List<Integer> drops = layers.orElseGet(() -> evenSplit(decoderLayers));
            int last = drops.isEmpty() ? 0 : drops.get(drops.size() - 1);
            if (last >= decoderLayers) {
                throw new InvalidMethodException("expected stages before layer 0 to " + (decoderLayers - 1)
                        + " of this model, found one before layer " + last + " in the schedule " + NAME
                        + ": choose smaller layers");
            }
            return drops;
        }

        private List<Integer> evenSplit(int decoderLayers) {
            if (stages > decoderLayers) {
                throw new InvalidMethodException("expected at most as many stages as the model has layers, "
                        + decoderLayers + ", found stages = " + stages + " in the schedule " + NAME
                        + ": choose fewer stages");
            }
            int each = decoderLayers / stages;
            return IntStream.range(1, stages).map(stage -> stage * each).boxed().toList();
        }

        /** What holds, with the given text for lambda. */
        String describe(String share) {
            return describe(layers.map(drops -> "layers " + spaced(drops)).orElseGet(() -> "stages " + stages), share);
        }

        /** The same with the given text for the layers too. */
        String describe(String where, String share) {
            return where + "; "
                    + ratios.map(shares -> "ratios " + spaced(plain(shares))).orElseGet(() -> "lambda " + share)
                    + "; rounding " + rounding.key();
        }

        private static void requireAscending(List<Integer> layers) {
            require(!layers.isEmpty(), "layers must name at least one layer, were none; use = none reduces nothing");
            for (int i = 0; i < layers.size(); i++) {
                require(
                        layers.get(i) >= (i == 0 ? 0 : layers.get(i - 1) + 1),
                        "layers must ascend from at least 0 and never repeat, were " + layers);
            }
        }

        private static void requireShares(List<BigDecimal> ratios) {
            for (int i = 0; i < ratios.size(); i++) {
                require(isShare(ratios.get(i)), "ratios must be from 0 to 1, were " + plain(ratios));
                require(
                        i == 0 || ratios.get(i).compareTo(ratios.get(i - 1)) <= 0,
                        "ratios must never rise, being shares of the original count, were " + plain(ratios));
            }
        }

        private static boolean isShare(BigDecimal value) {
            return value.signum() >= 0 && value.compareTo(BigDecimal.ONE) <= 0;
        }

        private static void require(boolean holds, String message) {
            if (!holds) {
                throw new IllegalArgumentException(message);
            }
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
            return "Fewer visual tokens in each of several stages: lambda a stage, or explicit layers and ratios"
                    + " (PyramidDrop, arXiv 2410.17247).";
        }

        @Override
        public Class<Config> configType() {
            return Config.class;
        }

        @Override
        public List<Unknown<Config>> unknowns() {
            return List.of(
                    new Unknown<>("lambda", List.of("lambda"), List.of("ratios"), Pyramids::ofEveryLambda),
                    new Unknown<>("first-layer", List.of(), Pyramids::ofEveryFirstLayer));
        }

        @Override
        public StageScheduler create(Config config) {
            return new PyramidScheduler(config);
        }
    }
}
