// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import dev.pdrop.engine.LayerOutcome;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What entered each layer, and what each layer cached, is what the schedule says: its visual tokens, all text, and no
 * row more; a token that is written adds one row to the cache of every layer, and a drop takes none out.
 */
final class PlannedCountsGate implements Gate {

    private static final String EXPECTED =
            "as many visual tokens into each layer, and as many cached keys and values, as the schedule says";

    @Override
    public String name() {
        return "planned-counts";
    }

    @Override
    public Finding check(Trial trial) {
        return Stream.concat(
                        trial.own().stream().map(PlannedCountsGate::fault),
                        trial.steps().stream().map(PlannedCountsGate::fault))
                .flatMap(Optional::stream)
                .findFirst()
                .map(fault -> Finding.failed(EXPECTED, fault))
                .orElseGet(() -> Finding.passed(EXPECTED, "that, in " + trial.questions()));
    }

    private static Optional<String> fault(Trial.Question question) {
        int[] planned = question.plannedPerLayer();
        int text = question.prompt().length() - question.visualTokens();
        return IntStream.range(0, planned.length)
                .mapToObj(layer -> fault(layer, question.layers().get(layer), planned[layer], text))
                .flatMap(Optional::stream)
                .findFirst()
                .map(fault -> fault + " in the question " + question.id());
    }

    private static Optional<String> fault(int layer, LayerOutcome passed, int planned, int text) {
        if (passed.visualTokens() != planned) {
            return Optional.of(passed.visualTokens() + " visual tokens instead of " + planned + " into layer " + layer);
        }
        int cached = passed.keyValueTokens();
        return cached == planned + text
                ? Optional.empty()
                : Optional.of(cached + " cached rows instead of " + (planned + text) + " in layer " + layer);
    }

    /** Rows in caches while layers run, drops happen and tokens are added. */
    private static Optional<String> fault(Step step) {
        if (step instanceof Step.Advanced advanced) {
            return caches(
                    step,
                    layer -> layer < advanced.before().layer
                            ? advanced.before().cached[layer]
                            : advanced.before().tokens);
        }
        if (step instanceof Step.Appended appended) {
            return caches(step, layer -> appended.before().cached[layer] + appended.added());
        }
        if (step instanceof Step.Dropped dropped) {
            return caches(step, layer -> dropped.before().cached[layer]);
        }
        return Optional.empty();
    }

    private static Optional<String> caches(Step step, IntUnaryOperator expected) {
        int[] cached = step.after().cached;
        return IntStream.range(0, cached.length)
                .filter(layer -> cached[layer] != expected.applyAsInt(layer))
                .mapToObj(layer -> cached[layer] + " cached rows instead of " + expected.applyAsInt(layer)
                        + " in layer " + layer + " with the state " + step.where())
                .findFirst();
    }
}
