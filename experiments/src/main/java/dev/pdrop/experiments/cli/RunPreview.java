// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.pdrop.engine.cost.PaperConvention;
import dev.pdrop.experiments.outcome.Detectable;
import dev.pdrop.experiments.output.ShortPath;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.run.Forecast;
import dev.pdrop.experiments.run.GridLimit;
import dev.pdrop.experiments.run.Json;
import dev.pdrop.experiments.run.Runner;
import dev.pdrop.experiments.run.TextTable;
import dev.pdrop.spi.Geometry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment would do, and what that costs; {@code --json} prints it as it is.
 *
 * @param folder that it would run in
 * @param questions how many are asked
 * @param arms in order
 * @param questionsPerImage questions about the same images, on average
 * @param tree what arms do together
 * @param cost of all questions under all arms
 * @param time how long it may take
 * @param needsYes whether it is too large to run unasked
 * @param notes what else there is to know of its arms, a sentence each
 * @param detectable what the answers will tell
 */
record RunPreview(
        String folder,
        long questions,
        List<Planned> arms,
        double questionsPerImage,
        TreeLines.Tree tree,
        Cost cost,
        Time time,
        boolean needsYes,
        List<String> notes,
        JsonElement detectable) {

    private static final double GIGA = 1e9;
    private static final double TERA = 1e12;

    /** An arm before it runs. */
    record Planned(String arm, String ranker, String schedule, String positions, double averageTokens, double tmac) {

        static Planned of(ArmPlan arm, Geometry geometry) {
            int[] tokens = arm.planned(geometry).visualTokensPerLayer(geometry.layers(), arm.visualTokens(geometry));
            return new Planned(
                    arm.name(),
                    arm.ranker(),
                    arm.schedule(),
                    ExplainedExperiment.positions(arm),
                    Arrays.stream(tokens).average().orElse(0),
                    new PaperConvention().multiplyAdds(geometry, tokens) / TERA);
        }
    }

    /**
     * Multiply-adds of all prefills.
     *
     * @param convention by which they are counted
     * @param textTokens of a prompt, 0 where no model was opened
     * @param sharedTmac in the tree
     * @param separateTmac every arm and question by itself
     * @param sharing whether the plan shares
     */
    record Cost(String convention, int textTokens, double sharedTmac, double separateTmac, boolean sharing) {}

    /**
     * How long the model would be busy.
     *
     * @param lowSeconds at least; null if that is not known
     * @param highSeconds at most; null if that is not known
     * @param basis what it was told from, or why it is not known
     */
    record Time(@Nullable Double lowSeconds, @Nullable Double highSeconds, String basis) {}

    static RunPreview of(ExperimentPlan plan, Forecast forecast, Detectable detectable) {
        List<String> names = Forecast.labels(plan);
        return new RunPreview(
                Runner.folder(plan).toString(),
                forecast.families().questions(),
                plan.arms().stream()
                        .map(arm -> Planned.of(arm, plan.geometry()))
                        .toList(),
                forecast.families().perImage(),
                TreeLines.Tree.of(forecast.tree(), names, plan.geometry().layers()),
                new Cost(
                        "full",
                        forecast.sizes().textBefore() + forecast.sizes().textBehind(),
                        forecast.shared().sum() / TERA,
                        forecast.separate().sum() / TERA,
                        plan.engine().sharing()),
                new Time(
                        forecast.time().seconds().map(Forecast.Range::low).orElse(null),
                        forecast.time().seconds().map(Forecast.Range::high).orElse(null),
                        forecast.time().basis()),
                GridLimit.exceeded(plan, forecast.families().questions()),
                notes(plan),
                JsonParser.parseString(Json.text(detectable)));
    }

    private static List<String> notes(ExperimentPlan plan) {
        List<String> notes = new ArrayList<>();
        List<String> apart =
                Forecast.apart(plan).stream().map(RunPreview::shown).toList();
        if (!apart.isEmpty()) {
            notes.add(
                    "Shown something else, hence in trees of their own, which are counted in the cost and not drawn here: "
                            + String.join(", ", apart) + ".");
        }
        plan.controls().leftOut().forEach(one -> notes.add(one.sentence() + "."));
        return List.copyOf(notes);
    }

    private static String shown(ArmPlan arm) {
        return arm.inputScale().isPresent()
                ? arm.name() + " (" + arm.inputName() + ", " + arm.inputScale().getAsDouble() + " of each side)"
                : arm.name();
    }

    /** For people. */
    void print(PrintWriter out, Detectable told) {
        printArms(out);
        out.println();
        new TreeLines(tree, tree.root().stretches().get(0).arms().size()).print(out);
        notes.forEach(out::println);
        out.println();
        printCost(out);
        printTime(out);
        if (needsYes) {
            out.println(String.format(
                    Locale.ROOT, "These are more than %,d answers: a run asks for --yes.", GridLimit.ANSWERS));
        }
        out.println(told.sentence());
        out.println("Would run in " + ShortPath.of(Path.of(folder)));
    }

    private void printArms(PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("arm", "ranker", "average tokens", "GMAC", "positions", "schedule"));
        for (Planned arm : arms) {
            rows.add(List.of(
                    arm.arm(),
                    arm.ranker(),
                    String.format(Locale.ROOT, "%.1f", arm.averageTokens()),
                    String.format(Locale.ROOT, "%.4g", TERA / GIGA * arm.tmac()),
                    arm.positions(),
                    arm.schedule()));
        }
        out.print(TextTable.of(rows, 2, 3));
        out.println();
        out.println("average tokens: planned mean over " + tree.layers() + " layers of visual tokens, for one image of "
                + tree.visualTokens()
                + ". GMAC: prefill multiply-adds of visual tokens (convention \"paper\").");
        out.println(String.format(
                Locale.ROOT,
                "%d questions in each of %d arms, %.1f about an image.",
                questions,
                arms.size(),
                questionsPerImage));
    }

    private void printCost(PrintWriter out) {
        String text = cost.textTokens() > 0
                ? "with " + cost.textTokens() + " text tokens a prompt"
                : "text not counted, since no model was opened to measure it";
        out.println(String.format(
                Locale.ROOT,
                "Cost of all prefills: %s shared, %s with every arm and question by itself, %.1f times as many"
                        + " multiply-adds (convention \"%s\", vision tower included, %s). Time is not saved in"
                        + " proportion: small models wait for more than arithmetic.",
                amount(cost.sharedTmac()),
                amount(cost.separateTmac()),
                cost.separateTmac() / cost.sharedTmac(),
                cost.convention(),
                text));
    }

    private static String amount(double tmac) {
        return tmac >= 1
                ? String.format(Locale.ROOT, "%.4g TMAC", tmac)
                : String.format(Locale.ROOT, "%.4g GMAC", TERA / GIGA * tmac);
    }

    private void printTime(PrintWriter out) {
        String how = cost.sharing() ? "" : " without sharing (engine.sharing = false)";
        if (time.lowSeconds() == null || time.highSeconds() == null) {
            out.println("Expected time: not known; " + time.basis() + ".");
            return;
        }
        String low = duration(time.lowSeconds());
        String high = duration(time.highSeconds());
        out.println("Expected time" + how + ": " + (low.equals(high) ? "about " + low : low + " to " + high)
                + " in the model, " + time.basis() + ".");
    }

    /** Two digits are more than such a look can tell. */
    private static String duration(double seconds) {
        if (seconds < 100) {
            return String.format(Locale.ROOT, "%.2g s", seconds);
        }
        return seconds < 100 * 60
                ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                : String.format(Locale.ROOT, "%.0f h", seconds / 3600);
    }
}
