// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Accuracy against what it costs: tokens, and arithmetic. */
final class ChartsSection implements Section {

    @Override
    public String heading() {
        return "What accuracy costs";
    }

    @Override
    public List<Html> body(StoredRun run) {
        return run.results()
                .filter(results -> !results.arms().isEmpty())
                .map(results -> body(results.arms()))
                .orElseGet(List::of);
    }

    private static List<Html> body(List<ArmResult> arms) {
        Arithmetic unit = Arithmetic.fitting(
                arms.stream().mapToDouble(ArmResult::teraMultiplyAdds).max().orElse(0));
        Scatter tokens = new Scatter(
                "tokens",
                "Accuracy against average visual tokens",
                "average visual tokens a layer",
                value -> Figures.fixed(value, 1) + " tokens",
                points(arms, ArmResult::averageTokens));
        Scatter arithmetic = new Scatter(
                "arithmetic",
                "Accuracy against arithmetic",
                unit.unit() + " of visual tokens before the first word",
                value -> Figures.threeDigits(value) + " " + unit.unit(),
                points(arms, arm -> unit.of(arm.teraMultiplyAdds())));
        return List.of(
                Html.element(
                        "p",
                        "Up is better, left is cheaper. Of two arms at the same place on the lower axis, the upper one"
                                + " ranks better. Marks are those of the table; where there is no room for names, its numbers stand"
                                + " beside them, those that stand apart with a line to their mark. The upright bars are 95 % intervals of"
                                + " each accuracy."
                                + ExactBounds.dashed(arms.stream().map(ArmResult::accuracyInterval))
                                + " Mind where the upright axis begins."),
                Html.element(
                        "p",
                        "The dotted steps join the front, whose marks have an outline: the arms that no other arm beats,"
                                + " being at least as accurate for no more and better in one of the two. It is the front of the point"
                                + " estimates: an arm on it need not be distinguishable from one that is not."),
                Html.element(
                                "div",
                                figure(tokens, "by the visual tokens that a layer sees on average"),
                                figure(arithmetic, "by the multiply-adds that these tokens cost"))
                        .with("class", "charts"));
    }

    private static List<Scatter.Point> points(List<ArmResult> arms, ToDoubleFunction<ArmResult> cost) {
        List<Scatter.Point> points = new ArrayList<>();
        for (int i = 0; i < arms.size(); i++) {
            ArmResult arm = arms.get(i);
            points.add(new Scatter.Point(i + 1, arm.arm(), cost.applyAsDouble(arm), Accuracy.of(arm)));
        }
        return points;
    }

    private static Html figure(Scatter chart, String how) {
        return Html.element(
                "figure", chart.svg(), Html.element("figcaption", "Accuracy " + how + ". " + chart.front()));
    }
}
