// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class AheadTest {

    @Test
    void theValueIsMadeMeanwhileAndReleasedOnce() throws Exception {
        List<String> released = new ArrayList<>();
        CountDownLatch made = new CountDownLatch(1);
        try (Ahead<String> ahead = Ahead.of(
                "test",
                () -> {
                    made.countDown();
                    return "value";
                },
                released::add)) {
            made.await();
            assertThat(ahead.value()).isEqualTo("value");
            assertThat(ahead.value()).isEqualTo("value");
            assertThat(released).isEmpty();
        }
        assertThat(released).containsExactly("value");
    }

    @Test
    void whatNobodyAskedForIsReleasedToo() {
        List<String> released = new ArrayList<>();
        Ahead.of("test", () -> "value", released::add).close();
        assertThat(released).containsExactly("value");
    }

    @Test
    void whatWentWrongComesUpWhereTheValueIsAskedFor() {
        IllegalArgumentException wrong = new IllegalArgumentException("wrong");
        List<String> released = new ArrayList<>();
        try (Ahead<String> ahead = Ahead.of(
                "test",
                () -> {
                    throw wrong;
                },
                released::add)) {
            assertThatThrownBy(ahead::value).isSameAs(wrong);
        }
        assertThat(released).isEmpty();
    }
}
