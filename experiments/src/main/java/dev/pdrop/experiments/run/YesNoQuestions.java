// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.quality.YesNo;
import dev.pdrop.experiments.plan.DatasetPlan;
import dev.pdrop.experiments.plan.OnError;
import dev.pdrop.spi.Example;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The questions to which yes or no is right: those of which every accepted answer is the one word, or every one the
 * other.
 *
 * <p>Only the data set knows accepted answers, so that it is read once more; pictures are left alone.
 *
 * @param truths by example: whether yes is right
 */
record YesNoQuestions(Map<String, Boolean> truths) {

    private static final String YES = "yes";
    private static final String NO = "no";

    /** Copies the map. */
    YesNoQuestions {
        truths = Map.copyOf(truths);
    }

    /** Those of a data set. */
    static YesNoQuestions of(DatasetPlan plan, OnError onError) {
        Map<String, Boolean> truths = new HashMap<>();
        try (Examples examples = new Examples(plan, onError)) {
            for (Optional<Examples.Read> read = examples.next(); read.isPresent(); read = examples.next()) {
                read.get()
                        .example()
                        .ifPresent(example -> truth(example).ifPresent(truth -> truths.put(example.id(), truth)));
            }
        }
        return new YesNoQuestions(truths);
    }

    /** What an answer says: its first word counts, whatever follows. */
    static YesNo.Reply reply(String answer) {
        String first = answer.strip().toLowerCase(Locale.ROOT).split("[^a-z]", 2)[0];
        return switch (first) {
            case YES -> YesNo.Reply.YES;
            case NO -> YesNo.Reply.NO;
            default -> YesNo.Reply.INVALID;
        };
    }

    private static Optional<Boolean> truth(Example example) {
        List<YesNo.Reply> accepted =
                example.answers().stream().map(YesNoQuestions::reply).distinct().toList();
        boolean words = example.answers().stream()
                .map(answer -> answer.strip().toLowerCase(Locale.ROOT))
                .allMatch(answer -> answer.equals(YES) || answer.equals(NO));
        return words && accepted.size() == 1 ? Optional.of(accepted.get(0) == YesNo.Reply.YES) : Optional.empty();
    }
}
