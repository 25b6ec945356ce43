// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.experiments.outcome.GainResult;
import dev.pdrop.experiments.outcome.Headline;
import dev.pdrop.experiments.outcome.Range;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.Results;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The notes of a run and of its arms, in Markdown: what was asked, what came out, where more is. */
final class RunNote {

    /* What the server takes in a tag, less what stands below the table. */
    private static final int ROOM = 4500;

    /* Of that, for sentences. */
    private static final int SENTENCES = 1200;

    private static final String NOTHING = "-";

    private static final List<String> HEADINGS =
            List.of("arm", "accuracy", "95 % interval", "gain", "loyalty", "average tokens", "TMAC", "KV MiB");

    private RunNote() {}

    /**
     * The note of a run.
     *
     * @param results absent while it goes on, and if it failed
     * @param failure why it failed; empty if it did not
     */
    static String of(Manifest manifest, Optional<Results> results, String failure) {
        StringBuilder note = new StringBuilder(failed(failure))
                .append("**")
                .append(Markdown.line(manifest.question()))
                .append("**\n\n");
        results.ifPresent(one -> came(note, one));
        return note.append(manifest.arms().size() + " arms, " + manifest.examples() + " questions each, seed "
                        + manifest.seed() + ".")
                .append(results.isEmpty() ? "" : " The whole of it is `report.html` among the artifacts.")
                .toString();
    }

    /**
     * The note of an arm.
     *
     * @param gain over the best of its controls, if it has any
     * @param failure why it failed; empty if it did not
     */
    static String of(Manifest.Arm arm, Optional<GainResult> gain, String failure) {
        return failed(failure) + "**" + Markdown.line(arm.name()) + "**: " + Markdown.line(arm.schedule())
                + gain.map(one -> "\n\n" + Markdown.line(one.sentence())).orElse("");
    }

    private static String failed(String failure) {
        return failure.isEmpty() ? "" : "**Failed:** " + Markdown.line(failure) + "\n\n";
    }

    private static void came(StringBuilder note, Results results) {
        List<String> sentences = results.statistics()
                .map(statistics -> Headline.of(statistics, results.gains(), results.pairs()))
                .orElse(List.of());
        for (String sentence : sentences) {
            if (note.length() + sentence.length() < SENTENCES) {
                note.append("- ").append(Markdown.line(sentence)).append('\n');
            }
        }
        note.append('\n');
        note.append(Markdown.row(HEADINGS))
                .append('\n')
                .append(Markdown.rule(HEADINGS.size()))
                .append('\n');
        int shown = 0;
        for (ArmResult arm : results.arms()) {
            String row = Markdown.row(cells(arm, results.gain(arm.arm())));
            if (note.length() + row.length() > ROOM) {
                break;
            }
            note.append(row).append('\n');
            shown++;
        }
        note.append('\n');
        if (anyExact(results)) {
            note.append("\\* ").append(Range.exactNote("so few images")).append("\n\n");
        }
        if (shown < results.arms().size()) {
            note.append(results.arms().size() - shown).append(" more are in `results.csv`. ");
        }
    }

    private static boolean anyExact(Results results) {
        return Stream.concat(
                        results.arms().stream().map(ArmResult::accuracyInterval),
                        results.gains().stream().map(GainResult::interval))
                .anyMatch(one -> one.filter(Range::exact).isPresent());
    }

    private static List<String> cells(ArmResult arm, Optional<GainResult> gain) {
        return List.of(
                Markdown.line(arm.arm()),
                percent(arm.accuracy()),
                arm.accuracyInterval().map(Range::marked).orElse(NOTHING),
                gain.map(GainResult::pointsWithInterval).orElse(NOTHING),
                arm.loyalty().map(RunNote::percent).orElse(NOTHING),
                fixed("%.1f", arm.averageTokens()),
                fixed("%.3g", arm.teraMultiplyAdds()),
                fixed("%.3g", arm.keyValueMebibytes()));
    }

    private static String percent(double share) {
        return fixed("%.1f %%", 100 * share);
    }

    private static String fixed(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
