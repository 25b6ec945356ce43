// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.data;

import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.ImageSource;
import dev.pdrop.spi.InvalidDataException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a data set as groups of questions about one image, again from its beginning whenever it ends; close it. */
final class GroupReader implements AutoCloseable {

    private final Dataset dataset;
    private final int largest;
    private Stream<Example> stream;
    private Iterator<Example> examples;
    private Optional<Example> ahead = Optional.empty();
    private long position;

    /**
     * A reader.
     *
     * @param largest questions of a group at most, at least 1
     * @param first the example to begin with; the data set's first if it has fewer
     */
    GroupReader(Dataset dataset, int largest, long first) {
        this.dataset = dataset;
        this.largest = largest;
        this.position = first;
        this.stream = dataset.examples(first);
        this.examples = stream.iterator();
    }

    /** The example that comes next. */
    long position() {
        return position;
    }

    /**
     * The next group.
     *
     * @throws InvalidDataException if the data set holds no example, or a malformed one
     */
    ImageGroup next() {
        Example first = take().orElseGet(this::again);
        List<ImageSource> images = first.images();
        List<Example> group = new ArrayList<>(List.of(first));
        while (group.size() < largest
                && peek().filter(next -> next.images().equals(images)).isPresent()) {
            group.add(take().orElseThrow());
        }
        return new ImageGroup(images, group);
    }

    /** The next group; empty where the data set ends. */
    Optional<ImageGroup> nextOfThisPass() {
        return peek().map(unused -> next());
    }

    private Example again() {
        close();
        position = 0;
        stream = dataset.examples(0);
        examples = stream.iterator();
        return take().orElseThrow(
                        () -> new InvalidDataException(
                                "expected at least one example to learn from, found none in the data set: give it another file or split"));
    }

    private Optional<Example> peek() {
        if (ahead.isEmpty() && examples.hasNext()) {
            ahead = Optional.of(examples.next());
        }
        return ahead;
    }

    private Optional<Example> take() {
        Optional<Example> next = peek();
        ahead = Optional.empty();
        next.ifPresent(unused -> position++);
        return next;
    }

    @Override
    public void close() {
        stream.close();
    }
}
