// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestNameTest {

    private static final List<String> KNOWN = List.of("seed", "title", "keep-ratio");

    @Test
    void countsInsertionsDeletionsSubstitutionsAndSwaps() {
        assertThat(NearestName.distance("", "abc")).isEqualTo(3);
        assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(NearestName.distance("titel", "title")).isEqualTo(1);
        assertThat(NearestName.distance("same", "same")).isZero();
    }

    @Test
    void suggestsANearNameAndListsAllIfThereIsNone() {
        assertThat(NearestName.hint("keep-ratoi", KNOWN, "known keys")).isEqualTo("did you mean 'keep-ratio'?");
        assertThat(NearestName.hint("colour", KNOWN, "known keys")).isEqualTo("known keys are keep-ratio, seed, title");
        assertThat(NearestName.hint("x", List.of(), "known keys")).isEqualTo("there are no known keys");
    }
}
