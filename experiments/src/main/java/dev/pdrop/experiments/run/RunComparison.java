// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How a run differs from an earlier run of the same experiment, times apart.
 *
 * @param compared how many answers were compared
 * @param differences one a differing answer, in the order of the earlier run
 * @param surroundings what else differs: code, model, data, versions, machine; one line each
 */
public record RunComparison(long compared, List<Difference> differences, List<String> surroundings) {

    private static final int SHOWN = 10;

    /**
     * An answer that differs.
     *
     * @param arm the arm
     * @param example the example
     * @param what in what it differs, for people
     */
    public record Difference(String arm, String example, String what) {}

    /** Copies the lists. */
    public RunComparison {
        differences = List.copyOf(differences);
        surroundings = List.copyOf(surroundings);
    }

    /**
     * Compares.
     *
     * @param before the earlier run, complete
     * @param after the later run, complete
     */
    public static RunComparison of(StoredRun before, StoredRun after) {
        Map<List<Object>, AnswerRecord> later = new HashMap<>();
        try (Stream<AnswerRecord> records = after.records()) {
            records.forEach(one -> later.put(name(one), one));
        }
        List<Difference> differences = new ArrayList<>();
        long compared = later.size();
        try (Stream<AnswerRecord> records = before.records()) {
            for (AnswerRecord one : (Iterable<AnswerRecord>) records::iterator) {
                AnswerRecord other = later.remove(name(one));
                List<String> what = other == null ? List.of("it is only in the earlier run") : differences(one, other);
                compared += other == null ? 1 : 0;
                if (!what.isEmpty()) {
                    differences.add(new Difference(one.arm(), one.example(), String.join("; ", what)));
                }
            }
        }
        later.values()
                .forEach(one ->
                        differences.add(new Difference(one.arm(), one.example(), "it is only in the later run")));
        return new RunComparison(
                compared, differences, ManifestComparison.differences(before.manifest(), after.manifest()));
    }

    /** Whether every answer is the same, to the last bit of every number but the times. */
    public boolean identical() {
        return differences.isEmpty();
    }

    /** The comparison for people, in a few lines. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(
                identical()
                        ? "identical: " + compared + " answers, their tokens, log-probabilities and token counts\n"
                        : "different: " + differences.size() + " of " + compared + " answers\n");
        for (Difference one : differences.subList(0, Math.min(SHOWN, differences.size()))) {
            text.append("  ")
                    .append(one.arm())
                    .append(", example ")
                    .append(one.example())
                    .append(": ")
                    .append(one.what())
                    .append('\n');
        }
        if (differences.size() > SHOWN) {
            text.append("  .. and ").append(differences.size() - SHOWN).append(" more\n");
        }
        if (!surroundings.isEmpty()) {
            text.append("What differs around it:\n");
            surroundings.forEach(line -> text.append("  ").append(line).append('\n'));
        }
        return text.toString();
    }

    private static List<Object> name(AnswerRecord record) {
        return List.of(record.arm(), record.replicate(), record.example());
    }

    private static List<String> differences(AnswerRecord before, AnswerRecord after) {
        List<String> what = new ArrayList<>();
        if (!before.input().equals(after.input())) {
            what.add("the question is not the same");
        }
        if (!before.answer().equals(after.answer())) {
            what.add("answer \"" + before.answer() + "\", then \"" + after.answer() + "\"");
        }
        if (before.failed() != after.failed()) {
            what.add("it could not be asked " + (before.failed() ? "then, but now" : "now, but then"));
        }
        if (before.score() != after.score()) {
            what.add("score " + before.score() + ", then " + after.score());
        }
        if (!before.tokens().equals(after.tokens())) {
            what.add("tokens " + before.tokens() + ", then " + after.tokens());
        } else if (!before.logProbabilities().equals(after.logProbabilities())) {
            what.add(String.format(Locale.ROOT, "log-probabilities by up to %.1e", largest(before, after)));
        }
        if (!before.visualTokens().equals(after.visualTokens())
                || !before.keyValueTokens().equals(after.keyValueTokens())) {
            what.add("other token counts in the layers");
        }
        return what;
    }

    private static double largest(AnswerRecord before, AnswerRecord after) {
        double largest = 0;
        int common = Math.min(
                before.logProbabilities().size(), after.logProbabilities().size());
        for (int i = 0; i < common; i++) {
            largest = Math.max(
                    largest,
                    Math.abs(before.logProbabilities().get(i)
                            - after.logProbabilities().get(i)));
        }
        return largest;
    }
}
