// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.run.AnswerRecord;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What went wrong and was counted all the same. */
final class ProblemsSection implements Section {

    private static final int SHOWN = 40;

    @Override
    public String heading() {
        return "What to be careful about";
    }

    @Override
    public List<Html> body(StoredRun run) {
        return run.results().map(results -> body(run, results)).orElseGet(List::of);
    }

    private static List<Html> body(StoredRun run, Results results) {
        List<Html> body = new ArrayList<>();
        int failures =
                results.arms().stream().mapToInt(ArmResult::failures).max().orElse(0);
        if (failures > 0) {
            body.add(Html.element(
                    "p",
                    Words.count(failures, "question") + " could not be asked. They count as wrong in every arm, so that"
                            + " leaving them out flatters nobody."
                            + (failures > SHOWN ? " The first " + SHOWN + ", the others are in journal.jsonl:" : "")));
            body.add(Words.terms("facts", failures(run)));
        }
        int questions = results.arms().stream()
                .mapToInt(ArmResult::unknownWordQuestions)
                .max()
                .orElse(0);
        if (questions > 0) {
            List<String> words = results.unknownWords();
            body.add(Html.element(
                    "p",
                    Words.count(questions, "question") + " had words that the model's tokenizer does not know; they"
                            + " count all the same. The words: "
                            + String.join(", ", words.subList(0, Math.min(SHOWN, words.size())))
                            + (words.size() > SHOWN ? ", and " + (words.size() - SHOWN) + " more." : ".")));
        }
        return body;
    }

    /** Examples and why they could not be asked, each once: they fail alike in every arm. */
    private static List<List<String>> failures(StoredRun run) {
        Map<String, String> reasons = new LinkedHashMap<>();
        try (Stream<AnswerRecord> records = run.records()) {
            records.filter(AnswerRecord::failed)
                    .filter(record -> reasons.size() < SHOWN)
                    .forEach(record -> reasons.putIfAbsent(record.example(), record.failure()));
        }
        return reasons.entrySet().stream()
                .map(entry -> List.of(entry.getKey(), entry.getValue()))
                .toList();
    }
}
