// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BatchesTest {

    @Test
    void gathersEqualLayoutsInTheirOrder() {
        Batches<String> batches = new Batches<>(2, word -> new Layout(word.length(), List.of()));
        List<List<String>> full = new ArrayList<>();
        Stream.of("a", "bb", "cc", "ddd", "e", "f")
                .forEach(word -> batches.add(word).ifPresent(full::add));
        assertThat(full).containsExactly(List.of("bb", "cc"), List.of("a", "e"));
        assertThat(batches.rest()).containsExactly(List.of("ddd"), List.of("f"));
        assertThat(batches.rest()).isEmpty();
    }

    @Test
    void refusesASizeBelowOne() {
        assertThatThrownBy(() -> new Batches<String>(0, word -> new Layout(1, List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batch-size must be at least 1, was 0");
    }
}
