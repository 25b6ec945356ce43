// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.api;

import dev.pdrop.experiments.outcome.PairResult;
import dev.pdrop.experiments.report.Excerpt;
import dev.pdrop.experiments.report.Report;
import dev.pdrop.experiments.report.ReportPart;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.spi.FailedRunException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A run, as its folder tells it. Shown as its table of results; each other method that gives something to show is a
 * part of its report.
 *
 * @param stored everything that the folder holds
 */
public record Run(StoredRun stored) implements Shown {

    /** The run folder. */
    public Path folder() {
        return stored.path();
    }

    /**
     * The whole report, written again.
     *
     * @return the file
     */
    public Path report() {
        return Report.write(stored);
    }

    /**
     * All figures.
     *
     * @throws FailedRunException if the run is not complete
     */
    public Results results() {
        return stored.results()
                .orElseThrow(() -> new FailedRunException("expected a complete run, found that " + stored.name()
                        + " has not come to its end: run its experiment again, which continues it"));
    }

    /**
     * The figures of one arm.
     *
     * @throws FailedRunException if there is no such arm, or the run is not complete
     */
    public ArmResult arm(String name) {
        return results().arms().stream()
                .filter(arm -> arm.arm().equals(name))
                .findFirst()
                .orElseThrow(() -> new FailedRunException("expected one of the arms "
                        + String.join(
                                ", ",
                                results().arms().stream().map(ArmResult::arm).toList())
                        + " in " + stored.name() + ", found '" + name + "': name one of them"));
    }

    /**
     * What an arm gains over dropping at random on its own schedule, with the interval and the verdict that hold for
     * all comparisons of the run at once.
     *
     * @throws FailedRunException if there is no such arm, or no random arm on its schedule
     */
    public Shown overRandom(String arm) {
        String random = results().controls().randomOf(arm(arm).arm()).orElse("");
        PairResult pair = Stream.concat(
                        results().gains().stream().flatMap(gain -> gain.rivals().stream()), results().pairs().stream())
                .filter(one -> one.arm().equals(arm) && one.reference().equals(random))
                .findFirst()
                .orElseThrow(() -> new FailedRunException("expected an arm that drops at random on the schedule of "
                        + arm + ", found none in " + stored.name() + ": run it with controls = standard"));
        return Grid.of(
                arm + " against " + random,
                List.of("verdict", "points", "all intervals at once", "p"),
                1,
                List.of(List.of(
                        pair.verdict().words(),
                        pair.points(),
                        pair.interval().map(range -> range.points()).orElse("-"),
                        pair.printedPValue())));
    }

    /** What each arm gains over the best of its controls. */
    public Shown gains() {
        return part(ReportPart.GAINS);
    }

    /** Which arms differ, by how much, and how sure that is. */
    public Shown pairs() {
        return part(ReportPart.PAIRS);
    }

    /** How deep each ranking is worth anything. */
    public Shown horizon() {
        return part(ReportPart.HORIZON);
    }

    /** Accuracy on each type of question. */
    public Shown types() {
        return part(ReportPart.TYPES);
    }

    /** Charts of accuracy over visual tokens and over arithmetic. */
    public Shown accuracyOverCost() {
        return part(ReportPart.ACCURACY_OVER_COST);
    }

    /** Accuracy by the layer at which tokens are dropped and the share that is kept. */
    public Shown layerByRatio() {
        return part(ReportPart.LAYER_BY_RATIO);
    }

    /** Charts of accuracy over lambda. */
    public Shown lambda() {
        return part(ReportPart.LAMBDA);
    }

    /** Charts of accuracy over the number of stages. */
    public Shown stages() {
        return part(ReportPart.STAGES);
    }

    /** Pictures of what stays, and where it lies. */
    public Shown kept() {
        return part(ReportPart.KEPT);
    }

    /** Any part of the report. */
    public Shown part(ReportPart part) {
        String html = Excerpt.part(stored, part);
        String text = html.isEmpty()
                ? stored.name() + " has nothing to say of " + part.heading()
                : part.heading() + " of " + stored.name();
        return new View(html.isEmpty() ? Excerpt.text(List.of(text)) : html, text);
    }

    @Override
    public String content() {
        return part(ReportPart.RESULTS).content();
    }

    @Override
    public String toString() {
        return stored.results().map(Results::table).orElseGet(() -> stored.name() + " is not complete");
    }
}
