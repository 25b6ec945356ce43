// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

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
}
