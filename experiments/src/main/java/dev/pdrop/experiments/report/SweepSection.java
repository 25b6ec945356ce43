// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import com.google.gson.JsonObject;
import dev.pdrop.experiments.outcome.Range;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accuracy over one setting of the schedule, for arms that differ in nothing else. */
final class SweepSection implements Section {

    /* Parameters that may be the same in all arms of a chart, and how they are told. */
    private static final List<Map.Entry<String, String>> COMMON = List.of(
            Map.entry("schedule", "schedule %s"),
            Map.entry(Manifest.Arm.STAGES, "%s stages"),
            Map.entry(Manifest.Arm.LAMBDA, "lambda %s"),
            Map.entry("first_layer", "the first drop before layer %s"),
            Map.entry("positions", "positions %s"));

    /* Schedules of one budget miss it by half a token at most, for want of parts of tokens. */
    private static final double SAME_TOKENS = 1;

    private static final String FEWER_TOKENS =
            " Where more stages also mean fewer tokens, what drops at random on the same schedule, where there is such an"
                    + " arm, shows what is due to that.";

    private final String setting;
    private final String heading;
    private final String xName;
    private final String note;

    private SweepSection(String setting, String heading, String xName, String note) {
        this.setting = setting;
        this.heading = heading;
        this.xName = xName;
        this.note = note;
    }

    /** Over the share that is kept at each drop. */
    static SweepSection overLambda() {
        return new SweepSection(
                Manifest.Arm.LAMBDA,
                "Accuracy over lambda",
                "lambda: share kept at each drop",
                "Arms that differ in lambda alone, the share of visual tokens kept at each drop.");
    }

    /** Over the parts of the decoder with a token count of their own. */
    static SweepSection overStages() {
        return new SweepSection(
                Manifest.Arm.STAGES,
                "Accuracy over stages",
                "stages: drops + 1",
                "Arms that differ in the number of stages alone.");
    }

    @Override
    public String heading() {
        return heading;
    }

    @Override
    public List<Html> body(StoredRun run) {
        return run.results().map(results -> body(PlannedArm.of(run), results)).orElseGet(List::of);
    }

    private List<Html> body(List<PlannedArm> arms, Results results) {
        List<Sweep> sweeps = Sweep.of(setting, arms, arm -> !arm.control(results));
        if (sweeps.isEmpty()) {
            return List.of();
        }
        Optional<SweepChart.Unreduced> unreduced =
                PlannedArm.unreduced(arms).map(arm -> new SweepChart.Unreduced(arm.name(), arm.accuracy()));
        List<Html> figures = new ArrayList<>();
        for (Sweep sweep : sweeps) {
            String caption = caption(sweep, sweeps);
            SweepChart chart =
                    new SweepChart(setting + "-" + (figures.size() + 1), caption, xName, lines(sweep), unreduced);
            figures.add(Html.element("figure", chart.svg(), Html.element("figcaption", caption)));
        }
        List<Optional<Range>> intervals = sweeps.stream()
                .flatMap(Sweep::arms)
                .map(arm -> arm.accuracy().interval())
                .toList();
        return List.of(
                Html.element(
                        "p",
                        note
                                + (setting.equals(Manifest.Arm.STAGES)
                                                && sweeps.stream().anyMatch(SweepSection::fewerTokens)
                                        ? FEWER_TOKENS
                                        : "")
                                + (unreduced.isPresent() ? " The line across is the arm that drops nothing." : "")
                                + " Below each value stand the visual tokens that a layer sees on average."
                                + (intervals.stream().anyMatch(Optional::isPresent)
                                        ? " The upright bars are 95 % intervals of each accuracy; whether two arms differ is told"
                                                + " by pairs, not by these."
                                        : "")
                                + ExactBounds.dashed(intervals.stream())
                                + " Neither axis begins at zero."),
                Html.element("div").with("class", "charts").and(figures));
    }

    /* Whether some ranker sees fewer tokens with the most stages than with the fewest. */
    private static boolean fewerTokens(Sweep sweep) {
        return sweep.lines().stream().anyMatch(line -> {
            List<PlannedArm> arms = List.copyOf(line.arms().values());
            return arms.get(0).result().averageTokens()
                            - arms.get(arms.size() - 1).result().averageTokens()
                    > SAME_TOKENS;
        });
    }

    private List<SweepChart.Line> lines(Sweep sweep) {
        return sweep.lines().stream()
                .map(line -> new SweepChart.Line(
                        name(line, sweep.lines()),
                        line.first().random(),
                        line.arms().entrySet().stream().map(this::point).toList()))
                .toList();
    }

    private SweepChart.Point point(Map.Entry<Double, PlannedArm> place) {
        PlannedArm arm = place.getValue();
        return new SweepChart.Point(
                arm.name(),
                place.getKey(),
                arm.plan().parameter(setting).orElseThrow(),
                arm.accuracy(),
                arm.result().averageTokens());
    }

    /** The ranker, and what tells it from others of its name. */
    private static String name(Sweep.Line line, List<Sweep.Line> lines) {
        String ranker = line.first().ranker();
        return ranker
                + Settings.distinction(
                        line.ranking(),
                        lines.stream()
                                .filter(one -> one.first().ranker().equals(ranker))
                                .map(Sweep.Line::ranking)
                                .toList());
    }

    /** What all arms of a chart have in common, and what tells it from another one of which that is true, too. */
    private String caption(Sweep sweep, List<Sweep> all) {
        String caption = common(sweep);
        List<JsonObject> alike = all.stream()
                .filter(other -> common(other).equals(caption))
                .map(Sweep::rest)
                .toList();
        return caption + Settings.distinction(sweep.rest(), alike);
    }

    private String common(Sweep sweep) {
        List<String> common = new ArrayList<>();
        for (Map.Entry<String, String> parameter : COMMON) {
            List<String> values = sweep.arms()
                    .flatMap(arm -> arm.plan().parameter(parameter.getKey()).stream())
                    .distinct()
                    .toList();
            if (!parameter.getKey().equals(setting) && values.size() == 1) {
                common.add(parameter.getValue().formatted(values.get(0)));
            }
        }
        return heading + ": " + String.join(", ", common);
    }
}
