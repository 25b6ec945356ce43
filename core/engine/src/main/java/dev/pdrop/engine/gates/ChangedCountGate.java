// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import dev.pdrop.engine.LayerOutcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The ratio has an effect: every layer behind a drop caches fewer rows than the prompt has, which is what a model
 * caches that keeps everything, by just the tokens that the schedule drops. A setting that is read and never used shows
 * here.
 */
final class ChangedCountGate implements Gate {

    private static final String EXPECTED =
            "fewer cached rows behind each drop than where everything is kept, by as many as are dropped";

    @Override
    public String name() {
        return "changed-count";
    }

    @Override
    public Finding check(Trial trial) {
        if (!trial.acts() || trial.own().stream().noneMatch(ChangedCountGate::drops)) {
            return Finding.notApplicable(EXPECTED, "an arm that drops nothing");
        }
        return trial.own().stream()
                .map(ChangedCountGate::fault)
                .flatMap(Optional::stream)
                .findFirst()
                .map(fault -> Finding.failed(EXPECTED, fault))
                .orElseGet(() ->
                        Finding.passed(EXPECTED, "that: " + effect(trial.own().get(0))));
    }

    private static boolean drops(Trial.Question question) {
        return IntStream.of(question.plannedPerLayer()).anyMatch(planned -> planned < question.visualTokens());
    }

    private static Optional<String> fault(Trial.Question question) {
        int[] planned = question.plannedPerLayer();
        List<LayerOutcome> layers = question.layers();
        return IntStream.range(0, planned.length)
                .filter(layer -> dropped(question, layer) != question.visualTokens() - planned[layer])
                .mapToObj(layer -> dropped(question, layer) + " fewer in layer " + layer + " ("
                        + layers.get(layer).keyValueTokens() + " rows) instead of "
                        + (question.visualTokens() - planned[layer]) + " in the question " + question.id())
                .findFirst();
    }

    private static int dropped(Trial.Question question, int layer) {
        return question.prompt().length() - question.layers().get(layer).keyValueTokens();
    }

    private static String effect(Trial.Question question) {
        int rows = question.layers().stream()
                .mapToInt(LayerOutcome::keyValueTokens)
                .sum();
        return rows + " cached rows instead of "
                + question.layers().size() * question.prompt().length();
    }
}
