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
 * @param differences one for each answer that differs, in the order of the earlier run; ones that differ in nothing but
 *     log-probabilities are not among them
 * @param shifted answers that are the same but for their log-probabilities
 * @param largestShift the largest difference of two log-probabilities of shifted answers, relative to the larger one,
 *     or to 1 where both are smaller
 * @param surroundings what else differs: code, model, data, versions, machine; one line each
 */
public record RunComparison(
        long compared, List<Difference> differences, long shifted, double largestShift, List<String> surroundings) {

    private static final int SHOWN = 10;

    /** What the comparison comes to. */
    public enum Verdict {
        /** Everything is the same to the last bit, times apart. */
        IDENTICAL,
        /** Answers, tokens and token counts are the same, log-probabilities are not. */
        SAME_ANSWERS,
        /** Some answer, token, score or token count is another. */
        DIFFERENT
    }

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
        long shifted = 0;
        double largestShift = 0;
        try (Stream<AnswerRecord> records = before.records()) {
            for (AnswerRecord one : (Iterable<AnswerRecord>) records::iterator) {
                AnswerRecord other = later.remove(name(one));
                compared += other == null ? 1 : 0;
                List<String> what = other == null ? List.of("it is only in the earlier run") : differences(one, other);
                if (!what.isEmpty()) {
                    differences.add(new Difference(one.arm(), one.example(), String.join("; ", what)));
                } else if (other != null && !one.logProbabilities().equals(other.logProbabilities())) {
                    shifted++;
                    largestShift = Math.max(largestShift, shift(one, other));
                }
            }
        }
        later.values()
                .forEach(one ->
                        differences.add(new Difference(one.arm(), one.example(), "it is only in the later run")));
        return new RunComparison(
                compared,
                differences,
                shifted,
                largestShift,
                ManifestComparison.differences(before.manifest(), after.manifest()));
    }

    /** What it comes to. */
    public Verdict verdict() {
        if (!differences.isEmpty()) {
            return Verdict.DIFFERENT;
        }
        return shifted == 0 ? Verdict.IDENTICAL : Verdict.SAME_ANSWERS;
    }

    /** The comparison for people, in a few lines. */
    public String text() {
        StringBuilder text = new StringBuilder(headline()).append('\n');
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

    private String headline() {
        String shift = String.format(
                Locale.ROOT,
                "log-probabilities of %d differ (largest relative difference %.1e)",
                shifted,
                largestShift);
        return switch (verdict()) {
            case IDENTICAL -> "identical: " + compared + " answers, their tokens, log-probabilities and token counts";
            case SAME_ANSWERS -> "same answers: all " + compared + ", their tokens and token counts; " + shift;
            case DIFFERENT ->
                "different: " + differences.size() + " of " + compared + " answers"
                        + (shifted == 0 ? "" : "; of the others " + shift);
        };
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
        }
        if (!before.visualTokens().equals(after.visualTokens())
                || !before.keyValueTokens().equals(after.keyValueTokens())) {
            what.add("other token counts in the layers");
        }
        return what;
    }

    /** Relative to at least 1: near 0, where an answer is certain, the absolute difference counts. */
    private static double shift(AnswerRecord before, AnswerRecord after) {
        double largest = 0;
        int common = Math.min(
                before.logProbabilities().size(), after.logProbabilities().size());
        for (int i = 0; i < common; i++) {
            double then = before.logProbabilities().get(i);
            double now = after.logProbabilities().get(i);
            double size = Math.max(1, Math.max(Math.abs(then), Math.abs(now)));
            largest = Math.max(largest, Math.abs(then - now) / size);
        }
        return largest;
    }
}
