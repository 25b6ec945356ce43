// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Watches a run go by. */
public interface RunListener {

    /**
     * The run folder is held and the model is loaded.
     *
     * @param folder the run folder
     * @param manifest what runs
     */
    default void opened(Path folder, Manifest manifest) {}

    /**
     * The run begins.
     *
     * @param total answers that the plan asks for, arms times examples
     */
    default void started(long total) {}

    /**
     * The journal held answers already.
     *
     * @param arm the arm that gave them
     * @param count how many
     */
    default void found(String arm, int count) {}

    /**
     * Answers were computed and journalled.
     *
     * @param arm the arm that gave them
     * @param count how many
     */
    default void answered(String arm, int count) {}

    /**
     * Answers of one arm to one batch are in the journal, found there or computed.
     *
     * @param records gives them in the order of the batch, if it is asked at once; reads the journal if they were found
     */
    default void recorded(Supplier<List<AnswerRecord>> records) {}

    /**
     * Something beside answering goes on, or begins if nothing of it is done yet.
     *
     * @param work what it is, in a word or two
     * @param done how many parts of it are done
     * @param of how many it has
     */
    default void working(String work, int done, int of) {}

    /**
     * Something that people should know of the run.
     *
     * @param line a sentence
     */
    default void noted(String line) {}

    /** The run ends, well or not. */
    default void ended() {}
}
