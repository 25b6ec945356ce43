// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SyncLineTest {

    private static final long SECOND = 1_000_000_000;

    private final StringWriter error = new StringWriter();
    private long now;

    @Test
    void saysEveryFiveSecondsWhatIsWaitedFor() {
        try (SyncLine line = line(false)) {
            seconds(line, 6);
            line.step("arm full", 2, 8);
            seconds(line, 12);
        }
        assertThat(error.toString().lines())
                .containsExactly(
                        "  0 %  connecting, 5 s so far", " 25 %  arm full, 4 s so far", " 25 %  arm full, 9 s so far");
    }

    @Test
    void saysNothingOfWhatIsQuick() {
        try (SyncLine line = line(false)) {
            line.step("asking what it has", 0, 2);
            line.step("the run", 1, 2);
        }
        assertThat(error.toString()).isEmpty();
    }

    @Test
    void overwritesTheLineOfATerminalAtEachStepAndSecondAndClearsIt() {
        try (SyncLine line = line(true)) {
            line.step("the run", 1, 4);
            seconds(line, 1);
        }
        assertThat(error.toString().replace("\u001b", "ESC"))
                .isEqualTo("\rESC[?7l 25 %  the runESC[KESC[?7h\rESC[?7l 25 %  the run, 1 s so farESC[KESC[?7h"
                        + "\rESC[?7lESC[KESC[?7h");
    }

    @Test
    void waitsAsLongAsAServerAsksUnlessThatIsTooLong() {
        try (SyncLine line = line(true)) {
            assertThat(line.waits(Duration.ofSeconds(31))).isFalse();
            assertThat(error.toString()).isEmpty();
            assertThat(line.waits(Duration.ofMillis(1))).isTrue();
            assertThat(error.toString()).contains("it asks to be left alone for");
            Thread.currentThread().interrupt();
            assertThat(line.waits(Duration.ofSeconds(30))).isFalse();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private void seconds(SyncLine line, int count) {
        for (int second = 0; second < count; second++) {
            now += SECOND;
            line.tick();
        }
    }

    private SyncLine line(boolean terminal) {
        Console console = new Console(new PrintWriter(error), new PrintWriter(error), terminal);
        return new SyncLine(console, Duration.ofSeconds(30), () -> now);
    }
}
