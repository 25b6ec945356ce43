// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.nio.file.Path;
import java.util.List;

/** Begins a new model: a folder with random weights that a {@link TrainableBackboneFactory} opens. */
public interface ModelStarter {

    /** The name of the backbone plugin that opens the folder. */
    String backbone();

    /**
     * Writes the folder: description, tokenizer, image preprocessing and weights.
     *
     * @param folder exists and is empty
     * @param words what the tokenizer knows beside its special tokens, in order; see {@link Dataset#words()}
     * @param seed of the weights; the same seed gives the same bytes on every machine
     */
    void write(Path folder, List<String> words, long seed);
}
