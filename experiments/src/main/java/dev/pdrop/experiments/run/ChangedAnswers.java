// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.experiments.plan.DatasetPlan;
import dev.pdrop.experiments.plan.OnError;
import dev.pdrop.spi.Example;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A small sample of each arm's answers that differ from those of the unreduced one: the ones whose ids have the
 * smallest hashes, so that it is spread over the data set, the same each time, and of the same questions in different
 * arms where it can be.
 *
 * <p>Holds no more than the sample. Mutable; used by one thread.
 */
final class ChangedAnswers {

    /** So many of each arm. */
    static final int SAMPLE = 20;

    private final Unreduced unreduced;
    private final Map<String, TreeMap<String, AnswerRecord>> byArm = new LinkedHashMap<>();

    /**
     * Of no arm yet.
     *
     * @param unreduced what the unreduced arm answered
     */
    ChangedAnswers(Unreduced unreduced) {
        this.unreduced = unreduced;
    }

    /** Adds a record, if it is of the first replicate, differs and belongs to the sample so far. */
    void add(AnswerRecord record) {
        String before = unreduced.answers().getOrDefault(record.example(), record.answer());
        if (record.replicate() > 0 || record.failed() || record.answer().equals(before)) {
            return;
        }
        TreeMap<String, AnswerRecord> sample = byArm.computeIfAbsent(record.arm(), arm -> new TreeMap<>());
        sample.put(new Digest().text(record.example()).hex(), record);
        if (sample.size() > SAMPLE) {
            sample.pollLastEntry();
        }
    }

    /**
     * The sample, arm by arm in the order in which they came, each in the order of the data set, which is read again.
     */
    List<ChangedAnswer> sample(DatasetPlan plan, OnError onError) {
        Map<String, Example> examples = examples(plan, onError);
        List<ChangedAnswer> sample = new ArrayList<>();
        for (TreeMap<String, AnswerRecord> records : byArm.values()) {
            Map<String, AnswerRecord> byExample = new LinkedHashMap<>();
            records.values().forEach(record -> byExample.put(record.example(), record));
            examples.values().stream()
                    .flatMap(example -> Optional.ofNullable(byExample.get(example.id())).stream()
                            .map(record -> changed(record, example)))
                    .forEach(sample::add);
        }
        return sample;
    }

    private ChangedAnswer changed(AnswerRecord record, Example example) {
        return new ChangedAnswer(
                record.arm(),
                record.example(),
                record.type(),
                example.question(),
                example.answers(),
                unreduced.answers().getOrDefault(record.example(), ""),
                record.answer());
    }

    /** The examples of the sample, in the order of the data set; none is read if the sample is empty. */
    private Map<String, Example> examples(DatasetPlan plan, OnError onError) {
        Set<String> missing = new HashSet<>();
        byArm.values().forEach(records -> records.values().forEach(record -> missing.add(record.example())));
        Map<String, Example> examples = new LinkedHashMap<>();
        try (Examples all = new Examples(plan, onError)) {
            while (!missing.isEmpty()) {
                Optional<Examples.Read> read = all.next();
                if (read.isEmpty()) {
                    return examples;
                }
                read.get()
                        .example()
                        .filter(one -> missing.remove(one.id()))
                        .ifPresent(one -> examples.put(one.id(), one));
            }
        }
        return examples;
    }
}
