// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.metrics;

import dev.pdrop.spi.Example;
import dev.pdrop.spi.Metric;
import dev.pdrop.spi.MetricFactory;

/** Right if the answer equals an accepted one, space around either left aside; nothing else is forgiven. */
public final class ExactMatch implements Metric {

    /** What chooses it in a configuration. */
    public static final String NAME = "exact-match";

    @Override
    public double score(Example example, String answer) {
        String said = answer.strip();
        return example.answers().stream().anyMatch(accepted -> accepted.strip().equals(said)) ? 1 : 0;
    }

    /** No settings. */
    public record Config() {}

    /** Makes it from its configuration. */
    public static final class Factory implements MetricFactory<Config> {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "Right if the answer equals an accepted one, space around it left aside.";
        }

        @Override
        public Class<Config> configType() {
            return Config.class;
        }

        @Override
        public Metric create(Config config) {
            return new ExactMatch();
        }
    }
}
