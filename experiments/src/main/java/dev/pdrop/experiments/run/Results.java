// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.experiments.outcome.Detectable;
import dev.pdrop.experiments.outcome.GainResult;
import dev.pdrop.experiments.outcome.HorizonResult;
import dev.pdrop.experiments.outcome.PairResult;
import dev.pdrop.experiments.outcome.PartResult;
import dev.pdrop.experiments.outcome.Statistics;
import dev.pdrop.experiments.plan.Controls;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The results of a run, one row an arm.
 *
 * @param schema version of the form in which they are stored, {@value #SCHEMA} at present
 * @param arms in the order of the plan
 * @param visualTokens N of a prompt with one image, for the table's heading
 * @param unknownWords words of the questions that the tokenizer does not know, each once
 * @param types the same by type of question, arm by arm; empty if the data set knows no types
 * @param statistics how figures were judged; absent in results of schema 1, which have no intervals
 * @param pairs arms held against each other; those with the reference first
 * @param gains of arms over the best of their controls; empty if no arm has any, and in results that were written
 *     before there were gains
 * @param horizons how deep rankings are worth anything, where arms try one at several layers; empty likewise
 * @param parts accuracies on the questions that need their picture, and on those that do not, where an arm was asked
 *     without pictures; and on those that a smaller picture gets wrong or right, where an arm was shown one
 * @param gates how the fidelity gates came out, arm by arm; empty in results that were written before there were any
 * @param controls which arms are controls of which, which ones could not be had, and whether the experiment opts out
 * @param detectable which differences could be found, as it was said before the run; absent in results that were
 *     written before it was kept
 */
public record Results(
        int schema,
        List<ArmResult> arms,
        int visualTokens,
        List<String> unknownWords,
        List<TypeResult> types,
        Optional<Statistics> statistics,
        List<PairResult> pairs,
        List<GainResult> gains,
        List<HorizonResult> horizons,
        List<PartResult> parts,
        List<GateRow> gates,
        Controls controls,
        Optional<Detectable> detectable) {

    /** The present form. Keys may be added to it; whatever else changes is a schema of its own. */
    public static final int SCHEMA = 2;

    /** The first form that says of control arms whether there are any. */
    public static final int SCHEMA_WITH_CONTROLS = 2;

    /** Copies the lists. */
    public Results {
        // Those of schema 1 did not say so.
        schema = Math.max(1, schema);
        arms = List.copyOf(arms);
        unknownWords = List.copyOf(unknownWords);
        types = List.copyOf(Objects.requireNonNullElse(types, List.of()));
        statistics = Objects.requireNonNullElse(statistics, Optional.empty());
        pairs = List.copyOf(Objects.requireNonNullElse(pairs, List.of()));
        gains = List.copyOf(Objects.requireNonNullElse(gains, List.of()));
        horizons = List.copyOf(Objects.requireNonNullElse(horizons, List.of()));
        parts = List.copyOf(Objects.requireNonNullElse(parts, List.of()));
        gates = List.copyOf(Objects.requireNonNullElse(gates, List.of()));
        controls = Objects.requireNonNullElse(controls, Controls.none());
        detectable = Objects.requireNonNullElse(detectable, Optional.empty());
    }

    /** Results without gains, horizons, parts, gates and what could be found. */
    public Results(
            int schema,
            List<ArmResult> arms,
            int visualTokens,
            List<String> unknownWords,
            List<TypeResult> types,
            Optional<Statistics> statistics,
            List<PairResult> pairs,
            Controls controls) {
        this(
                schema,
                arms,
                visualTokens,
                unknownWords,
                types,
                statistics,
                pairs,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                controls,
                Optional.empty());
    }

    /** The same of a run that has passed some gates, and of which was said beforehand what it can find. */
    public Results with(List<GateRow> passed, Detectable foretold) {
        return new Results(
                schema,
                arms,
                visualTokens,
                unknownWords,
                types,
                statistics,
                pairs,
                gains,
                horizons,
                parts,
                passed,
                controls,
                Optional.of(foretold));
    }

    /** What an arm gains over the best of its controls; absent if it has none. */
    public Optional<GainResult> gain(String arm) {
        return gains.stream().filter(one -> one.arm().equals(arm)).findFirst();
    }

    /** {@code results.csv}: one line an arm. */
    public String csv() {
        return new ResultsCsv(this).arms();
    }

    /** {@code results-by-type.csv}: one line an arm and type of question. */
    public String typesCsv() {
        return new ResultsCsv(this).types();
    }

    /** {@code pairs.csv}: one line for each two arms that were held against each other. */
    public String pairsCsv() {
        return new ResultsCsv(this).pairs();
    }

    /** All values in full precision, keys in snake_case; {@link StoredRun#results()} reads it back. */
    public String json() {
        return Json.text(this);
    }

    /** A table for people, with what came out in words and lines below that say how to read it. */
    public String table() {
        return new ResultsTable(this).text();
    }
}
