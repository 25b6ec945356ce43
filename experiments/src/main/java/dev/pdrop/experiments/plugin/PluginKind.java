// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plugin;

import java.util.Locale;

/** What a factory makes. */
public enum PluginKind {
    /** Models. */
    BACKBONE,
    /** Ways to begin new models. */
    MODEL_STARTER,
    /** Ways to score visual tokens. */
    RANKER,
    /** Ways to decide when how many visual tokens stay. */
    SCHEDULER,
    /** Questions about images. */
    DATASET,
    /** Judges of answers. */
    METRIC;

    /** What people call one of them. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
