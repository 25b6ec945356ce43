// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

/** A folder of alternatives, each a small file that is chosen by its name. */
public enum ConfigGroup {
    /** Models. */
    BACKBONE("backbone", "from"),
    /** Ways to reduce visual tokens. */
    METHOD("method", "method"),
    /** Questions about images. */
    DATASET("dataset", "from"),
    /** Whole experiments. */
    EXPERIMENT("experiment", "from"),
    /** Trainings of models. */
    TRAIN("training", "from"),
    /** Sizes of models, for plans without a checkpoint. */
    GEOMETRY("geometry", "from");

    private final String label;
    private final String referenceKey;

    ConfigGroup(String label, String referenceKey) {
        this.label = label;
        this.referenceKey = referenceKey;
    }

    /** The name of the folder, and of the key at which a name chooses a file. */
    public String folder() {
        return Kebab.constant(this);
    }

    /** What people call one of them. */
    public String label() {
        return label;
    }

    /** The key that chooses a file inside a block whose other settings are laid over that file. */
    public String referenceKey() {
        return referenceKey;
    }
}
