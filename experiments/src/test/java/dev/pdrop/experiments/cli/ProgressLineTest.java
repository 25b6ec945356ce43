// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {

    private static final long SECOND = 1_000_000_000;
    private static final Pattern CONTROL = Pattern.compile("\\r|\u001b\\[[?0-9]*[A-Za-z]");

    private final StringWriter error = new StringWriter();
    private long now;

    @Test
    void saysArmExampleRateAndTimeLeft() {
        ProgressLine progress = progress(true, 100);
        progress.started(200);
        progress.found("full", 8);
        now = 2 * SECOND;
        progress.answered("fastv", 8);
        now = 4 * SECOND;
        progress.answered("full", 8);

        assertThat(draws())
                .containsExactly(
                        "[                    ]   4 %  full 8/100  kept from before",
                        "[#                   ]   8 %  fastv 8/100  4.0/s  0:46 left",
                        "[##                  ]  12 %  full 16/100  4.0/s  0:44 left");
    }

    @Test
    void saysWhatGoesOnBesideAnswering() {
        ProgressLine progress = progress(true, 100);
        progress.working("fidelity gates", 0, 33);
        progress.working("fidelity gates", 1, 33);
        progress.working("intervals and comparisons", 0, 1);

        assertThat(draws()).containsExactly("fidelity gates 0/33", "fidelity gates 1/33", "intervals and comparisons");
    }

    @Test
    void leavesNothingOfWhatWentOnBehindTheAnswers() {
        ProgressLine progress = progress(true, 100);
        progress.started(10);
        progress.answered("full", 10);
        progress.working("intervals and comparisons", 0, 1);
        progress.ended();

        assertThat(error.toString())
                .endsWith("intervals and comparisons\u001b[K\u001b[?7h\r\u001b[?7l\u001b[K\u001b[?7h");
    }

    @Test
    void saysItOffTerminalsOnlyWhereItTakesLong() {
        ProgressLine progress = progress(false, 100);
        progress.working("fidelity gates", 0, 33);
        now = 9 * SECOND;
        progress.working("fidelity gates", 5, 33);
        now = 11 * SECOND;
        progress.working("fidelity gates", 6, 33);
        now = 13 * SECOND;
        progress.working("fidelity gates", 7, 33);

        assertThat(error.toString().lines()).containsExactly("fidelity gates 6/33");
    }

    @Test
    void drawsNoOftenerThanAPersonCanRead() {
        ProgressLine progress = progress(true, 100);
        progress.started(200);
        for (int i = 0; i < 25; i++) {
            now += SECOND / 100;
            progress.answered("full", 1);
        }

        assertThat(draws()).hasSize(2);
    }

    @Test
    void overwritesOneLineThatDoesNotWrapAndLeavesNothing() {
        ProgressLine progress = progress(true, 100);
        progress.started(10);
        progress.answered("full", 5);
        progress.ended();

        assertThat(error.toString())
                .startsWith("\r\u001b[?7l")
                .endsWith("\r\u001b[?7l\u001b[K\u001b[?7h")
                .doesNotContain("\n");
    }

    @Test
    void fitsANarrowTerminal() {
        for (int columns : new int[] {60, 50, 30, 20}) {
            error.getBuffer().setLength(0);
            now = 0;
            ProgressLine progress = progress(true, columns);
            progress.started(2000);
            now = SECOND;
            progress.answered("pyramid-drop", 8);
            assertThat(draws())
                    .singleElement()
                    .satisfies(line -> assertThat(line).hasSizeLessThan(columns));
        }
        assertThat(draws()).containsExactly("  0 %  4:09 left");
    }

    @Test
    void writesAPlainLineAtEachTenthWhereNobodyWatches() {
        ProgressLine progress = progress(false, 80);
        progress.started(40);
        for (int i = 0; i < 10; i++) {
            now += SECOND;
            progress.answered("full", 2);
            progress.answered("fastv", 2);
        }
        progress.ended();

        assertThat(error.toString().lines())
                .hasSize(10)
                .startsWith(" 10 %  fastv 2/20  4.0/s  0:09 left")
                .endsWith("100 %  fastv 20/20  4.0/s  0:00 left");
        assertThat(error.toString()).doesNotContain("\u001b").doesNotContain("\r");
    }

    @Test
    void writesAPlainLineAMinuteWhenATenthTakesLong() {
        ProgressLine progress = progress(false, 80);
        progress.started(2_000_000);
        for (int i = 0; i < 180; i++) {
            now += SECOND;
            progress.answered("full", 8);
        }

        assertThat(error.toString().lines())
                .hasSize(3)
                .first()
                .isEqualTo("  0 %  full 480/1000000  8.0/s  69:25:40 left");
    }

    private ProgressLine progress(boolean terminal, int columns) {
        return new ProgressLine(
                new Console(new PrintWriter(error), new PrintWriter(error), terminal, columns), 2, () -> now);
    }

    private java.util.List<String> draws() {
        return Pattern.compile("\u001b\\[\\?7h")
                .splitAsStream(error.toString())
                .map(draw -> CONTROL.matcher(draw).replaceAll(""))
                .toList();
    }
}
