// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FloorTest {

    @Test
    void keepsTheOrderOfTypesAndNothingElseOfTheMap() {
        Map<String, Double> byType = new LinkedHashMap<>();
        byType.put("where", 0.1);
        byType.put("color", 0.2);
        byType.put("bar", 0.3);
        Floor floor = new Floor("blind", "looks away", 0.2, byType);
        byType.clear();

        assertThat(floor.byType().keySet()).containsExactly("where", "color", "bar");
        assertThatThrownBy(() -> floor.byType().put("size", 1.0)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aDataSetStatesNoFloorsAndNoWordsUnlessItKnowsThem() {
        Dataset plain = Stream::empty;

        assertThat(plain.floors()).isEmpty();
        assertThat(plain.words()).isEmpty();
    }
}
