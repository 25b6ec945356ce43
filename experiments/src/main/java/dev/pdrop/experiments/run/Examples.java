// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.experiments.plan.DatasetPlan;
import dev.pdrop.experiments.plan.OnError;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.InvalidDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.stream.Stream;

/** The examples of a plan in order, up to its limit, malformed ones included if they are to be recorded. */
final class Examples implements AutoCloseable {

    /**
     * What was read.
     *
     * @param number from 1
     * @param example absent if it is malformed
     * @param failure what is wrong with it; empty if nothing is
     */
    record Read(long number, Optional<Example> example, String failure) {}

    private final Stream<Example> stream;
    private final Spliterator<Example> examples;
    private final long limit;
    private final OnError onError;
    private long number;

    /**
     * Begins to read.
     *
     * @param plan which examples
     * @param onError what becomes of malformed ones
     */
    Examples(DatasetPlan plan, OnError onError) {
        this.stream = plan.source().create().examples();
        this.examples = stream.spliterator();
        this.limit = plan.limit().map(Integer::longValue).orElse(Long.MAX_VALUE);
        this.onError = onError;
    }

    /**
     * The next one; empty after the last.
     *
     * @throws InvalidDataException if it is malformed and that is not to be recorded
     */
    Optional<Read> next() {
        if (number >= limit) {
            return Optional.empty();
        }
        List<Example> read = new ArrayList<>(1);
        try {
            if (!examples.tryAdvance(read::add)) {
                return Optional.empty();
            }
            number++;
            return Optional.of(new Read(number, Optional.of(read.get(0)), ""));
        } catch (InvalidDataException malformed) {
            if (onError == OnError.FAIL) {
                throw malformed;
            }
            number++;
            return Optional.of(new Read(number, Optional.empty(), String.valueOf(malformed.getMessage())));
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
