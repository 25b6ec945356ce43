// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class EngineTimeTest {

    private final AtomicLong now = new AtomicLong();
    private final EngineTime engine = new EngineTime(now::get);

    @Test
    void whatTheModelDoesCountsAndWhatIsInBetweenDoesNot() {
        engine.run(() -> pass(2));
        pass(100);
        assertThat(engine.of(() -> {
                    pass(3);
                    return "answer";
                }))
                .isEqualTo("answer");
        assertThat(engine.take()).isEqualTo(5);
        assertThat(engine.take()).isZero();
    }

    @Test
    void aPauseInTheMiddleDoesNotCount() {
        engine.run(() -> {
            pass(1);
            engine.pause(() -> {
                pass(50);
                assertThat(engine.take()).isEqualTo(1);
            });
            pass(2);
            assertThat(engine.take()).as("of work that goes on").isEqualTo(2);
            pass(4);
        });
        assertThat(engine.take()).isEqualTo(4);
    }

    @Test
    void workThatFailsCountsAlsoWhenItFailsInAPause() {
        assertThatThrownBy(() -> engine.run(() -> {
                    pass(1);
                    engine.pause(() -> {
                        pass(50);
                        throw new IllegalStateException("full disk");
                    });
                }))
                .hasMessage("full disk");
        assertThat(engine.take()).isEqualTo(1);
    }

    private void pass(long seconds) {
        now.addAndGet(seconds * 1_000_000_000);
    }
}
