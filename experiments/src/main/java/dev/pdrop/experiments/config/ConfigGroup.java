// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

/** A folder of alternatives, each a small file that is chosen by its name. */
public enum ConfigGroup {
    /** Models. */
    BACKBONE("from"),
    /** Ways to reduce visual tokens. */
    METHOD("method"),
    /** Questions about images. */
    DATASET("from"),
    /** Whole experiments. */
    EXPERIMENT("from"),
    /** Trainings of models. */
    TRAIN("from");

    private final String referenceKey;

    ConfigGroup(String referenceKey) {
        this.referenceKey = referenceKey;
    }

    /** The name of the folder, and of the key at which a name chooses a file. */
    public String folder() {
        return Kebab.constant(this);
    }

    /** The key that chooses a file inside a block whose other settings are laid over that file. */
    public String referenceKey() {
        return referenceKey;
    }
}
