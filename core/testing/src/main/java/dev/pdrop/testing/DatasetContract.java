// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.Example;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Dataset} promises.
 *
 * <p>Implement it in a test class and give a data set with at least two examples.
 */
public interface DatasetContract {

    /** The data set under test. */
    Dataset dataset();

    /** The examples come in the same order each time. */
    @Test
    default void givesTheSameExamplesInTheSameOrder() {
        Dataset dataset = dataset();
        List<Example> first = read(dataset);
        assertThat(first).hasSizeGreaterThanOrEqualTo(2).isEqualTo(read(dataset));
        assertThat(read(dataset())).isEqualTo(first);
    }

    /** An id names one example. */
    @Test
    default void namesEachExampleOnce() {
        assertThat(read(dataset()))
                .extracting(Example::id)
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }

    /** Whoever reads an example can be told where it stands. */
    @Test
    default void saysWhereEachExampleStands() {
        assertThat(read(dataset()))
                .extracting(Example::origin)
                .allSatisfy(origin -> assertThat(origin).isNotBlank());
    }

    /** Two readers do not disturb each other, and one may stop early. */
    @Test
    default void canBeReadByTwoAtOnceAndStoppedEarly() {
        Dataset dataset = dataset();
        List<Example> all = read(dataset);
        try (Stream<Example> one = dataset.examples();
                Stream<Example> two = dataset.examples()) {
            assertThat(one.limit(1)).isEqualTo(all.subList(0, 1));
            assertThat(two.limit(2)).isEqualTo(all.subList(0, 2));
        }
        assertThat(read(dataset)).isEqualTo(all);
    }

    private static List<Example> read(Dataset dataset) {
        try (Stream<Example> examples = dataset.examples()) {
            return examples.toList();
        }
    }
}
