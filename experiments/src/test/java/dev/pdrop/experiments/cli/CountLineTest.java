// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class CountLineTest {

    private final StringWriter error = new StringWriter();
    private long now;

    @Test
    void writesALineAtEachTenth() {
        count(false, 20, 20);

        assertThat(error.toString().lines())
                .hasSize(10)
                .startsWith("2/20 questions  10/s")
                .endsWith("20/20 questions  10/s");
    }

    @Test
    void overwritesTheLineOfATerminalAndClearsIt() {
        count(true, 3, 3);

        assertThat(error.toString()).isEqualTo("\r2/3 questions  10/s\r" + " ".repeat(19) + "\r");
    }

    @Test
    void writesNowAndThenIfTheEndIsNotKnown() {
        count(false, -1, 25_000);

        assertThat(error.toString().lines()).containsExactly("10000 questions  10/s", "20000 questions  10/s");
    }

    /** A tenth of a second for each. */
    private void count(boolean terminal, long total, long done) {
        Console console = new Console(new PrintWriter(error), new PrintWriter(error), terminal);
        CountLine line = new CountLine(console, total, () -> now);
        for (long i = 1; i <= done; i++) {
            now += 100_000_000;
            line.accept(i);
        }
        line.clear();
    }
}
