// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.stream.Stream;

/** Questions about images, always in the same order. */
public interface Dataset {

    /**
     * The examples in order, read as they are consumed; close the stream.
     *
     * @throws InvalidDataException while consuming, if an example is malformed; names file and line
     */
    Stream<Example> examples();
}
