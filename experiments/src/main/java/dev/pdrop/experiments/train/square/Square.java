// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.square;

import dev.pdrop.engine.cost.PaperConvention;
import dev.pdrop.engine.statistics.Comparison;
import dev.pdrop.engine.statistics.Estimate;
import dev.pdrop.engine.statistics.Interval;
import dev.pdrop.engine.statistics.NoStatement;
import dev.pdrop.engine.statistics.Printed;
import dev.pdrop.engine.statistics.Verdict;
import dev.pdrop.experiments.run.Json;
import dev.pdrop.experiments.run.TextTable;
import dev.pdrop.experiments.train.Curve;
import dev.pdrop.experiments.train.CurvePoint;
import dev.pdrop.experiments.train.data.Turns;
import dev.pdrop.experiments.train.plan.StageKind;
import dev.pdrop.experiments.train.plan.StagePlan;
import dev.pdrop.experiments.train.plan.TrainingExperiment;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.spi.Geometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Models that learnt in different ways, asked under different methods.
 *
 * @param name of the training experiment
 * @param purpose what it is for
 * @param trained one a training, in order; the first is what the others are held against
 */
public record Square(String name, String purpose, List<Trained> trained) {

    private static final String UNKNOWN = "-";

    /** At which differences are decided. */
    private static final double ERROR = 0.05;

    /**
     * A trained model.
     *
     * @param arm the training's name
     * @param reduction by which it learnt
     * @param averageTokens planned visual tokens a layer while it learnt to answer
     * @param costShare planned multiply-adds of visual tokens in the decoder, over those without a reduction
     *     (convention "paper"): what the reduction could save if nothing else cost anything
     * @param questions about an image that shared one sequence, and what was kept, at most; absent where it learnt no
     *     answers
     * @param turns how these stood to each other: {@code apart} or {@code conversation}; absent likewise
     * @param steps in which it learnt to answer
     * @param stepMillis median time of such a step, over the lines of its curve
     * @param stepShare that time over the first training's; absent where one of them learnt no answers
     * @param peakMebibytes most memory that the process held resident meanwhile: median over the lines of its curve, 0
     *     if not known; what the process did before may count in
     * @param asked what it answers, one a method
     */
    public record Trained(
            String arm,
            String reduction,
            double averageTokens,
            double costShare,
            Optional<Integer> questions,
            Optional<String> turns,
            int steps,
            double stepMillis,
            Optional<Double> stepShare,
            double peakMebibytes,
            List<Asked> asked) {}

    /**
     * A trained model under a method.
     *
     * @param method arm of the experiment that evaluates
     * @param run folder of the run that asked
     * @param averageTokens audited visual tokens a layer
     * @param accuracy share of right answers, with an interval of its own
     * @param difference to the first trained model under the same method; absent for that one
     */
    public record Asked(
            String method, String run, double averageTokens, Estimate accuracy, Optional<Difference> difference) {}

    /**
     * By how much a trained model is better than the first one, judged together with all other such differences of the
     * square.
     *
     * @param estimate difference of shares; its interval holds for all of them at once
     * @param pValue corrected for all of them; absent if there are too few images
     * @param verdict what is said of it
     */
    public record Difference(Estimate estimate, Optional<Double> pValue, Verdict verdict) {

        static Difference of(Comparison comparison) {
            return new Difference(
                    comparison.difference(),
                    comparison.pValue().stream().boxed().findFirst(),
                    comparison.verdict());
        }
    }

    /** Copies the rows. */
    public Square {
        trained = List.copyOf(trained);
    }

    /**
     * Puts it together.
     *
     * @param experiment all of whose trainings are over
     * @param geometry of the model of a training
     * @param answers of the models, one a training; absent if none were asked
     * @throws dev.pdrop.spi.FailedRunException if the models were asked different questions
     */
    public static Square of(
            TrainingExperiment experiment, Function<TrainingPlan, Geometry> geometry, Optional<SquareAnswers> answers) {
        List<List<Asked>> all = answers.map(
                        known -> known.asked(experiment.trainings().get(0).seed()))
                .orElseGet(List::of);
        List<Trained> trained = new ArrayList<>();
        for (int row = 0; row < experiment.trainings().size(); row++) {
            List<Asked> asked = row < all.size() ? all.get(row) : List.of();
            TrainingPlan training = experiment.trainings().get(row);
            trained.add(
                    trained(training, geometry.apply(training), trained.stream().findFirst(), asked));
        }
        return new Square(experiment.name(), experiment.purpose(), trained);
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
                tuning.flatMap(StagePlan::questionsTogether),
                tuning.map(stage -> stage.turns().label()),
                points.isEmpty() ? 0 : points.get(points.size() - 1).step(),
                millis,
                share(millis, first.map(Trained::stepMillis).orElse(millis)),
                median(points, CurvePoint::peakMebibytes),
                asked);
    }

    private static Optional<Double> share(double millis, double first) {
        return millis > 0 && first > 0 ? Optional.of(millis / first) : Optional.empty();
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

    /** For people: what learning cost, what was learnt, and how it differs from the first row. */
    public String table() {
        String text = TextTable.of(learnt(), 2, 8);
        if (trained.get(0).asked().isEmpty()) {
            return text;
        }
        text += "\n" + TextTable.of(answered(), 1, columns());
        return trained.size() == 1 ? text : text + "\n" + TextTable.of(differences(), 2, 4) + withoutStatement();
    }

    /** Why nothing is said of what the models answered; empty if something is. */
    public String withoutStatement() {
        return trained.stream()
                .flatMap(one -> one.asked().stream())
                .map(Asked::accuracy)
                .filter(NoStatement.class::isInstance)
                .map(accuracy -> ((NoStatement) accuracy).reason() + "\n")
                .findFirst()
                .orElse("");
    }

    /** A heading, then a row for each training: what it cost. */
    public List<List<String>> learnt() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "trained", "reduction", "average tokens", "cost", "questions", "steps", "ms/step", "time", "peak MiB"));
        for (Trained one : trained) {
            rows.add(List.of(
                    one.arm(),
                    one.reduction(),
                    number("%.1f", one.averageTokens()),
                    number("%.1f %%", 100 * one.costShare()),
                    one.questions().map(many -> many + conversation(one)).orElse(UNKNOWN),
                    Integer.toString(one.steps()),
                    number("%.0f", one.stepMillis()),
                    one.stepShare().map(share -> number("%.1f %%", 100 * share)).orElse(UNKNOWN),
                    number("%.0f", one.peakMebibytes())));
        }
        return rows;
    }

    private static String conversation(Trained one) {
        return one.turns().filter(Turns.CONVERSATION.label()::equals).isPresent() ? " in a conversation" : "";
    }

    /** A heading, then a row for each trained model: right answers under each method. */
    public List<List<String>> answered() {
        List<List<String>> rows = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of("trained"));
        heading.addAll(methods());
        rows.add(heading);
        for (Trained one : trained) {
            List<String> row = new ArrayList<>(List.of(one.arm()));
            for (String method : methods()) {
                row.add(one.asked().stream()
                        .filter(asked -> asked.method().equals(method))
                        .map(Square::text)
                        .findFirst()
                        .orElse(UNKNOWN));
            }
            rows.add(row);
        }
        return rows;
    }

    /**
     * A heading, then a row for each trained model but the first, and each method: the difference to the first, with
     * what is said of it.
     */
    public List<List<String>> differences() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("trained", "method", "against " + trained.get(0).arm(), "95 % interval", "p", "verdict"));
        for (Trained one : trained) {
            for (Asked asked : one.asked()) {
                asked.difference().ifPresent(difference -> rows.add(row(one, asked, difference)));
            }
        }
        return rows;
    }

    private static List<String> row(Trained one, Asked asked, Difference difference) {
        return List.of(
                one.arm(),
                asked.method(),
                Printed.points(difference.estimate().estimate()),
                difference.estimate() instanceof Interval interval ? Printed.points(interval) : UNKNOWN,
                difference.pValue().map(p -> Printed.pValue(p, ERROR)).orElse(UNKNOWN),
                difference.verdict().words());
    }

    private List<String> methods() {
        return trained.stream()
                .flatMap(one -> one.asked().stream())
                .map(Asked::method)
                .distinct()
                .toList();
    }

    private int columns() {
        return methods().size();
    }

    private static String text(Asked asked) {
        String share = number("%.1f %%", 100 * asked.accuracy().estimate());
        return asked.accuracy() instanceof Interval interval
                ? share + number(" [%.1f,", 100 * interval.low()) + number(" %.1f]", 100 * interval.high())
                : share;
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
