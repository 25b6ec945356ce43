// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Questions about the chart, if there is one. */
final class ChartQuestions {

    private static final Comparator<Bar> BY_HEIGHT = Comparator.comparingInt(Bar::height);

    private final Optional<Chart> chart;
    private final SplitMix random;

    ChartQuestions(Scene scene, SplitMix random) {
        this.chart = scene.chart();
        this.random = random;
    }

    Optional<Question> height() {
        return chart.map(Chart::bars).map(bars -> {
            Bar bar = random.pick(bars);
            return new Question(
                    QuestionType.BAR,
                    "how high is the " + bar.colour().word() + " bar ?",
                    Integer.toString(bar.height()),
                    bars.stream().map(each -> Integer.toString(each.height())).toList());
        });
    }

    Optional<Question> extreme() {
        boolean highest = random.chance(0.5);
        return chart.map(Chart::bars)
                .map(bars -> new Question(
                        QuestionType.HIGH,
                        "what color is the " + (highest ? "highest" : "lowest") + " bar ?",
                        extreme(bars, highest).colour().word(),
                        bars.stream().map(bar -> bar.colour().word()).toList()));
    }

    private static Bar extreme(List<Bar> bars, boolean highest) {
        Comparator<Bar> order = highest ? BY_HEIGHT : BY_HEIGHT.reversed();
        return bars.stream().max(order).orElseThrow();
    }
}
