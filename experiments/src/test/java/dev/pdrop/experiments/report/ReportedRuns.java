// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.pdrop.engine.quality.Flips;
import dev.pdrop.engine.quality.YesNo;
import dev.pdrop.engine.statistics.Verdict;
import dev.pdrop.experiments.outcome.CalibrationResult;
import dev.pdrop.experiments.outcome.Detectable;
import dev.pdrop.experiments.outcome.GainResult;
import dev.pdrop.experiments.outcome.HorizonResult;
import dev.pdrop.experiments.outcome.HorizonResult.LayerResult;
import dev.pdrop.experiments.outcome.LayerCosts;
import dev.pdrop.experiments.outcome.PairResult;
import dev.pdrop.experiments.outcome.PartResult;
import dev.pdrop.experiments.outcome.Quality;
import dev.pdrop.experiments.outcome.Range;
import dev.pdrop.experiments.outcome.Statistics;
import dev.pdrop.experiments.outcome.YesNoResult;
import dev.pdrop.experiments.plan.Controls;
import dev.pdrop.experiments.run.AnswerRecord;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.ChangedAnswer;
import dev.pdrop.experiments.run.Machine;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.Software;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.run.TypeResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs to report on. */
final class ReportedRuns {

    /** Markup in every place where a user's text can stand. */
    static final String HOSTILE =
            "\"><script>alert('x')</script><img src=http://127.0.0.1:9/x onerror=alert(1)>&amp;{{}}";

    static final List<String> USUAL = List.of("full", "pyramid-drop", "fastv-k2", "fastv-k3", "random");

    private static final Quality QUALITY = new Quality(
            Optional.of(new Flips(80, 7, 5, 8, 90)),
            4,
            Optional.of(YesNoResult.of(new YesNo(40, 10, 30, 20, 0, 0))),
            Optional.of(new CalibrationResult(99, 0.0312, 0.0857, List.of())));

    private ReportedRuns() {}

    /** A complete run in which every text is as given. */
    static StoredRun hostile(Path folder) {
        return gaining(
                run(folder, HOSTILE, List.of("full", HOSTILE), true),
                List.of(gain(HOSTILE, HOSTILE, 0.031, Verdict.HIGHER)),
                List.of(horizon(HOSTILE, 36, 2)));
    }

    /** A complete run of some arms. */
    static StoredRun complete(Path folder, List<String> arms) {
        return run(folder, "fastv", arms, true);
    }

    /** The same while it is going on. */
    static StoredRun unfinished(Path folder, List<String> arms) {
        return run(folder, "fastv", arms, false);
    }

    /** The same with controls, and with a ranking tried at four layers: keeping 14, 36 and 72 tokens. */
    static StoredRun controlled(Path folder) {
        return gaining(
                complete(folder, USUAL),
                List.of(
                        gain("pyramid-drop", "random", 0.031, Verdict.HIGHER),
                        gain("fastv-k2", "random", 0.004, Verdict.NOT_DISTINGUISHABLE)),
                List.of(
                        horizon("pyramid-drop", 14, 4),
                        horizon("pyramid-drop", 36, 2),
                        horizon("pyramid-drop", 72, 0)));
    }

    /** The same on too few images for a statement. */
    static StoredRun withTooFewImages(Path folder) {
        StoredRun run = complete(folder, USUAL);
        Results results = run.results().orElseThrow();
        Statistics statistics = new Statistics(
                0.95, 10_000, 17, 3, 12, "full", "every pair of arms", 10, "expected ten images, found 3: ask more");
        PairResult pair = new PairResult(
                "pyramid-drop",
                "random",
                0.25,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Verdict.NO_STATEMENT);
        GainResult gain = new GainResult(
                "pyramid-drop",
                "random",
                0.25,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Verdict.NO_STATEMENT,
                List.of(pair));
        HorizonResult horizon = HorizonResult.of(
                "pyramid-drop", "original", 36, List.of(new LayerResult(2, pair), new LayerResult(6, pair)));
        StoredRun few = new StoredRun(
                folder,
                run.manifest(),
                Optional.of(new Results(
                        results.schema(),
                        results.arms(),
                        results.visualTokens(),
                        results.unknownWords(),
                        results.types(),
                        Optional.of(statistics),
                        results.pairs(),
                        results.controls())),
                run.effectiveConf());
        return gaining(few, List.of(gain), List.of(horizon));
    }

    /**
     * A run whose first gain, last pair and first layer of the first horizon are of arms between which no score
     * differs.
     */
    static StoredRun undiffering(Path folder) {
        StoredRun run = controlled(folder);
        Results results = run.results().orElseThrow();
        List<PairResult> pairs = new ArrayList<>(results.pairs());
        pairs.set(pairs.size() - 1, exact(pairs.get(pairs.size() - 1)));
        List<HorizonResult> horizons = new ArrayList<>(results.horizons());
        HorizonResult first = horizons.get(0);
        List<LayerResult> layers = new ArrayList<>(first.layers());
        layers.set(0, new LayerResult(layers.get(0).layer(), exact(layers.get(0).pair())));
        horizons.set(0, HorizonResult.of(first.ranker(), first.positions(), first.keep(), layers));
        Results exact = new Results(
                results.schema(),
                results.arms(),
                results.visualTokens(),
                results.unknownWords(),
                results.types(),
                results.statistics(),
                pairs,
                results.gains(),
                horizons,
                results.parts(),
                results.gates(),
                results.controls(),
                results.detectable());
        return new StoredRun(run.path(), run.manifest(), Optional.of(exact), run.effectiveConf());
    }

    private static PairResult exact(PairResult pair) {
        return new PairResult(
                pair.arm(),
                pair.reference(),
                0,
                Optional.of(new Range(-0.12, 0.12, Optional.of(Range.Kind.EXACT))),
                Optional.of(1.0),
                Optional.of(1.0),
                Verdict.NOT_DISTINGUISHABLE);
    }

    private static StoredRun gaining(StoredRun run, List<GainResult> gains, List<HorizonResult> horizons) {
        Results results = run.results().orElseThrow();
        Results gaining = new Results(
                results.schema(),
                results.arms(),
                results.visualTokens(),
                results.unknownWords(),
                results.types(),
                results.statistics(),
                results.pairs(),
                gains,
                horizons,
                results.parts(),
                results.gates(),
                results.controls(),
                Optional.of(Detectable.of(Collections.nCopies(250, 4), 7)));
        return new StoredRun(run.path(), run.manifest(), Optional.of(gaining), run.effectiveConf());
    }

    private static GainResult gain(String arm, String control, double gain, Verdict verdict) {
        PairResult best = new PairResult(
                arm,
                control,
                gain,
                Optional.of(new Range(gain - 0.021, gain + 0.021)),
                Optional.of(verdict == Verdict.HIGHER ? 0.003 : 0.7),
                Optional.of(0.001),
                verdict);
        PairResult other = new PairResult(
                arm,
                "text-only",
                0.4,
                Optional.of(new Range(0.3, 0.5)),
                Optional.of(0.0001),
                Optional.of(0.0001),
                Verdict.HIGHER);
        return new GainResult(
                arm,
                control,
                gain,
                best.interval(),
                best.pValue(),
                best.uncorrectedPValue(),
                verdict,
                List.of(best, other));
    }

    /** Before layers 2, 3, 6 and 9, of which the first ones differ from random. */
    private static HorizonResult horizon(String ranker, int keep, int differing) {
        List<LayerResult> layers = new ArrayList<>();
        int[] tried = {2, 3, 6, 9};
        for (int i = 0; i < tried.length; i++) {
            double difference = i < differing ? 0.2 / (i + 1) : 0.01;
            layers.add(new LayerResult(
                    tried[i],
                    new PairResult(
                            ranker + " " + keep + " before " + tried[i],
                            "random",
                            difference,
                            Optional.of(new Range(difference - 0.05, difference + 0.05)),
                            Optional.of(i < differing ? 0.003 : 0.7),
                            Optional.of(0.001),
                            i < differing ? Verdict.HIGHER : Verdict.NOT_DISTINGUISHABLE)));
        }
        return HorizonResult.of(ranker, "original", keep, layers);
    }

    /** A complete run whose results an earlier version wrote. */
    static StoredRun ofTheFirstSchema(Path folder, List<String> arms) {
        StoredRun run = complete(folder, arms);
        List<ArmResult> without = run.results().orElseThrow().arms().stream()
                .map(arm -> new ArmResult(
                        arm.arm(),
                        arm.ranker(),
                        arm.schedule(),
                        arm.positions(),
                        arm.examples(),
                        arm.accuracy(),
                        arm.loyalty(),
                        arm.averageTokens(),
                        arm.teraMultiplyAdds(),
                        arm.fastvTeraMultiplyAdds(),
                        arm.keyValueMebibytes(),
                        arm.prefillMillis(),
                        arm.decodeMillis(),
                        0,
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .toList();
        Results results =
                new Results(1, without, 144, List.of(), List.of(), Optional.empty(), List.of(), Controls.none());
        return new StoredRun(folder, run.manifest(), Optional.of(results), run.effectiveConf());
    }

    /** A record of an example that could not be asked. */
    static AnswerRecord failure(String arm, String example, String reason) {
        return new AnswerRecord(
                "key of " + arm,
                arm,
                0,
                example,
                "batch",
                1,
                "input",
                "picture",
                "",
                reason,
                "",
                0,
                List.of(),
                List.of(),
                List.of(),
                0,
                List.of(),
                List.of(),
                0,
                0,
                false);
    }

    private static StoredRun run(Path folder, String text, List<String> arms, boolean complete) {
        List<ArmResult> results = new ArrayList<>();
        for (int i = 0; i < arms.size(); i++) {
            results.add(result(arms.get(i), text, i));
        }
        return new StoredRun(
                folder,
                manifest(text, arms, complete),
                complete
                        ? Optional.of(new Results(
                                Results.SCHEMA,
                                results,
                                144,
                                List.of("mauve", text),
                                types(text, arms),
                                Optional.of(statistics(arms)),
                                pairs(arms),
                                List.of(),
                                List.of(),
                                parts(arms),
                                List.of(),
                                Controls.none(),
                                Optional.of(Detectable.of(Collections.nCopies(25, 4), 6))))
                        : Optional.empty(),
                "dataset { file = \"/data/questions.jsonl\", prompt = \"<image> {question} A:\" }\n# " + text + "\n"
                        + "tracking { mlflow { uri = \"http://me:secret/and@secret@localhost:5000\" } }\n");
    }

    /** Writes what a complete run leaves of answers that changed: one of each arm but the first. */
    static void writeChanged(Path folder, String text, List<String> arms) throws IOException {
        List<ChangedAnswer> changed = arms.stream()
                .skip(1)
                .map(arm -> new ChangedAnswer(arm, text, text, text, List.of(text, "ring"), "ring", text))
                .toList();
        Files.writeString(Files.createDirectories(folder).resolve("changed.json"), new Gson().toJson(changed));
    }

    /** A type of a name, and questions of which the data set says none. */
    private static List<TypeResult> types(String text, List<String> arms) {
        return arms.stream()
                .flatMap(arm -> Stream.of(
                        new TypeResult(
                                arm,
                                text,
                                80,
                                0.875,
                                Optional.of(0.5),
                                0,
                                20,
                                Optional.of(new Range(0.8, 0.95)),
                                Optional.of(QUALITY)),
                        new TypeResult(arm, "", 20, 0.25, Optional.empty(), 1, 5, Optional.empty(), Optional.empty())))
                .toList();
    }

    private static ArmResult result(String arm, String text, int index) {
        double tokens = index == 0 ? 144 : 67.5;
        return new ArmResult(
                arm,
                text,
                text,
                "original",
                100,
                Math.max(0, 0.93 - 0.02 * index),
                index == 0 ? Optional.empty() : Optional.of(0.9),
                tokens,
                tokens * 1.66e-6,
                tokens * 1e-6,
                1.3,
                6.5,
                2,
                3,
                index == 0 ? 1 : 0,
                index == 2 ? 5 : 1,
                Optional.of(new Range(Math.max(0, 0.88 - 0.02 * index), Math.max(0, 0.96 - 0.02 * index))),
                Optional.of(new LayerCosts(
                        List.of(144, 144, index == 0 ? 144 : 36),
                        List.of(144.0, 144.0, index == 0 ? 144 : 35.5),
                        List.of(4e5, 4e5, 1e5),
                        tokens * 3e-6)),
                Optional.of(QUALITY));
    }

    private static Statistics statistics(List<String> arms) {
        return new Statistics(
                0.95, 10_000, 17, 25, 100, arms.get(0), "each arm against " + arms.get(0), arms.size() - 1, "");
    }

    /** The last arm saw no picture. */
    private static List<PartResult> parts(List<String> arms) {
        return arms.subList(0, arms.size() - 1).stream()
                .flatMap(arm -> Stream.of(
                        new PartResult(arm, PartResult.NEEDED, 60, 25, 0.8, Optional.of(new Range(0.7, 0.9))),
                        new PartResult(arm, PartResult.NOT_NEEDED, 40, 8, 0.95, Optional.empty())))
                .toList();
    }

    /** Each against the first: the second is lower, the others cannot be told from it. */
    private static List<PairResult> pairs(List<String> arms) {
        List<PairResult> pairs = new ArrayList<>();
        for (int i = 1; i < arms.size(); i++) {
            pairs.add(new PairResult(
                    arms.get(i),
                    arms.get(0),
                    -0.02 * i,
                    Optional.of(new Range(-0.03 * i, i == 1 ? -0.01 : 0.01)),
                    Optional.of(i == 1 ? 0.0004 : 0.3),
                    Optional.of(0.0002),
                    i == 1 ? Verdict.LOWER : Verdict.NOT_DISTINGUISHABLE));
        }
        return pairs;
    }

    private static Manifest manifest(String text, List<String> arms, boolean complete) {
        return new Manifest(
                Manifest.FORMAT,
                "quick",
                text + "?",
                new Software("0.1.0", "0123abc", true, "17.0.1"),
                new Machine("Linux amd64", text, 2),
                Map.of("device", "cpu", "family", text),
                17,
                8,
                100,
                new Manifest.Hashes("m", "d", "i", Map.of(text + ".jar", "e")),
                arms.stream()
                        .map(name -> new Manifest.Arm(
                                name, "key of " + name, text, text, "original", new JsonObject(), Map.of()))
                        .toList(),
                List.of(),
                Instant.parse("2026-01-01T00:00:00Z"),
                complete ? Optional.of(Instant.parse("2026-01-01T01:00:00Z")) : Optional.empty(),
                22.5);
    }
}
