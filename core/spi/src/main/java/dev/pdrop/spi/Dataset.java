// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Questions about images, always in the same order. */
public interface Dataset {

    /**
     * The examples in order, read as they are consumed; close the stream.
     *
     * <p>After a malformed example the stream's spliterator goes on with the next one, so that whoever wants to can
     * count the malformed one and continue.
     *
     * @throws InvalidDataException while consuming, if an example is malformed; names file and line
     * @throws FailedRunException while consuming, if nothing more can be read
     */
    Stream<Example> examples();

    /**
     * The same without the first so many, for who goes on where he stopped; a data set that makes its examples need not
     * make those.
     *
     * @param first how many are left out, at least 0; may be more than there are
     */
    default Stream<Example> examples(long first) {
        return examples().skip(first);
    }

    /**
     * Every word that can stand in a question or an answer, words being separated by spaces, in an order that never
     * changes; empty if the words are not known beforehand.
     */
    default List<String> words() {
        return List.of();
    }

    /**
     * What short cuts get right in this data set; computed anew each time, which may take some seconds; empty if
     * nothing is known.
     */
    default List<Floor> floors() {
        return List.of();
    }

    /**
     * A hash of the files that it reads its examples from, by which a training that goes on knows that they are the
     * same; empty if everything follows from its settings.
     *
     * @throws FailedRunException if a file cannot be read
     */
    default Optional<String> contents() {
        return Optional.empty();
    }
}
