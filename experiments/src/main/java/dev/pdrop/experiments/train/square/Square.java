// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.square;

import dev.pdrop.engine.cost.PaperConvention;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.Json;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.run.TextTable;
import dev.pdrop.experiments.train.Curve;
import dev.pdrop.experiments.train.CurvePoint;
import dev.pdrop.experiments.train.Score;
import dev.pdrop.experiments.train.course.Tally.Count;
import dev.pdrop.experiments.train.plan.StageKind;
import dev.pdrop.experiments.train.plan.StagePlan;
import dev.pdrop.experiments.train.plan.TrainingExperiment;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.spi.Geometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Models that learnt in different ways, asked under different methods.
 *
 * @param name of the training experiment
 * @param purpose what it is for
 * @param trained one a training, in order; the first is what the others are held against
 */
public record Square(String name, String purpose, List<Trained> trained) {

    /**
     * A trained model.
     *
     * @param arm the training's name
     * @param reduction by which it learnt
     * @param averageTokens planned visual tokens a layer while it learnt to answer
     * @param costShare planned multiply-adds of visual tokens in the decoder, over those without a reduction
     *     (convention "paper"): what the reduction could save if nothing else cost anything
     * @param steps in which it learnt to answer
     * @param stepMillis median time of such a step, over the lines of its curve
     * @param stepShare that time over the first training's
     * @param peakMebibytes most memory that the process held resident meanwhile: median over the lines of its curve, 0
     *     if not known; what the process did before may count in
     * @param asked what it answers, one a method
     */
    public record Trained(
            String arm,
            String reduction,
            double averageTokens,
            double costShare,
            int steps,
            double stepMillis,
            double stepShare,
            double peakMebibytes,
            List<Asked> asked) {}

    /**
     * A trained model under a method.
     *
     * @param method arm of the experiment that evaluates
     * @param run folder of the run that asked
     * @param averageTokens audited visual tokens a layer
     * @param score questions answered right
     * @param difference to the first trained model under the same method; absent for that one
     */
    public record Asked(
            String method, String run, double averageTokens, Score score, Optional<Difference> difference) {}

    /** Copies the rows. */
    public Square {
        trained = List.copyOf(trained);
    }

    /**
     * Puts it together.
     *
     * @param experiment all of whose trainings are over
     * @param geometry of the models
     * @param runs in which the models were asked, one a training; empty if none were
     * @param images that the questions were about; absent if none were asked
     */
    public static Square of(
            TrainingExperiment experiment, Geometry geometry, List<StoredRun> runs, Optional<AnswersByImage> images) {
        List<Map<String, List<Count>>> answers = new ArrayList<>();
        images.ifPresent(known -> runs.forEach(run -> answers.add(known.of(run))));
        List<Trained> trained = new ArrayList<>();
        for (int row = 0; row < experiment.trainings().size(); row++) {
            List<Asked> asked = row < answers.size() ? asked(runs.get(row), row, answers) : List.of();
            TrainingPlan training = experiment.trainings().get(row);
            trained.add(trained(training, geometry, trained.stream().findFirst(), asked));
        }
        return new Square(experiment.name(), experiment.purpose(), trained);
    }

    private static List<Asked> asked(StoredRun run, int row, List<Map<String, List<Count>>> answers) {
        List<Asked> asked = new ArrayList<>();
        for (ArmResult arm : run.results().orElseThrow().arms()) {
            List<Count> counts = answers.get(row).getOrDefault(arm.arm(), List.of());
            Optional<Difference> difference = Optional.of(answers.get(0))
                    .filter(first -> row > 0)
                    .map(first -> Difference.of(counts, first.getOrDefault(arm.arm(), List.of())));
            asked.add(new Asked(arm.arm(), run.name(), arm.averageTokens(), Score.of(counts), difference));
        }
        return asked;
    }

    private static Trained trained(TrainingPlan plan, Geometry geometry, Optional<Trained> first, List<Asked> asked) {
        int[] all = new int[geometry.layers()];
        Arrays.fill(all, geometry.vision().visualTokens());
        Optional<StagePlan> tuning = plan.stages().stream()
                .filter(stage -> stage.kind() == StageKind.TUNING)
                .findFirst();
        int[] tokens = tuning.flatMap(StagePlan::reduction)
                .map(arm -> arm.method().plan(geometry, all[0]).visualTokensPerLayer(geometry.layers(), all[0]))
                .orElse(all);
        PaperConvention paper = new PaperConvention();
        List<CurvePoint> points = Curve.points(plan.folder()).stream()
                .filter(point -> point.stage().equals(StageKind.TUNING.label()))
                .toList();
        double millis = median(points, point -> 1000 * point.seconds().all());
        return new Trained(
                plan.name(),
                tuning.flatMap(StagePlan::reduction)
                        .map(arm -> arm.ranker() + ", " + arm.schedule())
                        .orElse("none"),
                Arrays.stream(tokens).average().orElse(0),
                paper.multiplyAdds(geometry, tokens) / paper.multiplyAdds(geometry, all),
                points.isEmpty() ? 0 : points.get(points.size() - 1).step(),
                millis,
                millis / first.map(Trained::stepMillis).orElse(millis),
                median(points, CurvePoint::peakMebibytes),
                asked);
    }

    private static double median(List<CurvePoint> points, ToDoubleFunction<CurvePoint> value) {
        double[] sorted = points.stream().mapToDouble(value).sorted().toArray();
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return 0;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** For machines. */
    public String json() {
        return Json.text(this);
    }

    /** For people: what learning cost, then what was learnt. */
    public String table() {
        String text = TextTable.of(learnt(), 2, 7);
        return trained.get(0).asked().isEmpty() ? text : text + "\n" + TextTable.of(answered(), 1, columns());
    }

    /** A heading, then a row for each training: what it cost. */
    public List<List<String>> learnt() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("trained", "reduction", "average tokens", "cost", "steps", "ms/step", "time", "peak MiB"));
        for (Trained one : trained) {
            rows.add(List.of(
                    one.arm(),
                    one.reduction(),
                    number("%.1f", one.averageTokens()),
                    number("%.1f %%", 100 * one.costShare()),
                    Integer.toString(one.steps()),
                    number("%.0f", one.stepMillis()),
                    number("%.1f %%", 100 * one.stepShare()),
                    number("%.0f", one.peakMebibytes())));
        }
        return rows;
    }

    /**
     * A heading, then a row for each trained model: right answers under each method, and the difference to the first
     * row.
     */
    public List<List<String>> answered() {
        List<List<String>> rows = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of("trained"));
        trained.get(0).asked().forEach(asked -> heading.add(asked.method()));
        rows.add(heading);
        for (Trained one : trained) {
            List<String> row = new ArrayList<>(List.of(one.arm()));
            one.asked().forEach(asked -> row.add(text(asked)));
            rows.add(row);
        }
        return rows;
    }

    private int columns() {
        return trained.get(0).asked().size();
    }

    private static String text(Asked asked) {
        Score score = asked.score();
        return number("%.1f %%", 100 * score.share())
                + number(" [%.1f,", 100 * score.low())
                + number(" %.1f]", 100 * score.high())
                + asked.difference()
                        .map(difference ->
                                number(" %+.1f", difference.points()) + number(" ± %.1f", difference.margin()))
                        .orElse("");
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
