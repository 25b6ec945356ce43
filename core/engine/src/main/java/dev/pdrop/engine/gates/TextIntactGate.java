// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import dev.pdrop.spi.Prompt;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Text is never dropped: at every step all rows of text are there, in their places around the visual tokens, and behind
 * a drop they hold the values that they held.
 */
final class TextIntactGate implements Gate {

    private static final String EXPECTED = "every row of text in its place at every step, unchanged by drops";

    @Override
    public String name() {
        return "text-intact";
    }

    @Override
    public Finding check(Trial trial) {
        return trial.steps().stream()
                .map(TextIntactGate::fault)
                .flatMap(Optional::stream)
                .findFirst()
                .map(fault -> Finding.failed(EXPECTED, fault))
                .orElseGet(() -> Finding.passed(EXPECTED, trial.compared()));
    }

    private static Optional<String> fault(Step step) {
        if (step instanceof Step.Embedded embedded) {
            return embedded(embedded);
        }
        if (step instanceof Step.Advanced advanced) {
            return count(advanced, advanced.before().textTokens());
        }
        if (step instanceof Step.Appended appended) {
            return count(appended, appended.before().textTokens() + appended.added());
        }
        return dropped((Step.Dropped) step);
    }

    private static Optional<String> embedded(Step.Embedded step) {
        List<Prompt> prompts = step.prompts();
        for (int example = 0; example < prompts.size(); example++) {
            Prompt prompt = prompts.get(example);
            if (!Arrays.equals(step.after().visualRows[example], prompt.layout().visualRows())) {
                return Optional.of("visual tokens in rows other than those of the prompt " + step.where());
            }
        }
        Prompt first = prompts.get(0);
        return count(step, first.length() - first.layout().visualTokens());
    }

    private static Optional<String> dropped(Step.Dropped step) {
        Optional<String> counted = count(step, step.before().textTokens());
        if (counted.isPresent() || step.after().visualTokens != step.kept().visualTokens()) {
            // Other visual tokens than chosen are the business of another gate.
            return counted;
        }
        for (int example = 0; example < step.after().batch(); example++) {
            int[] kept = step.kept().kept(example);
            int[] before = step.before().visualRows[example];
            int[] after = step.after().visualRows[example];
            for (int place = 0; place < kept.length; place++) {
                int textBefore = before[kept[place]] - kept[place];
                if (after[place] - place != textBefore) {
                    return Optional.of((after[place] - place) + " rows of text in front of a visual token that had "
                            + textBefore + " " + step.where());
                }
            }
            if (textChanged(step, example)) {
                return Optional.of(
                        "other values in the row of text " + step.changed().get(example) + " " + step.where());
            }
        }
        return Optional.empty();
    }

    private static boolean textChanged(Step.Dropped step, int example) {
        return !step.changed().isEmpty()
                && step.changed().get(example) >= 0
                && Arrays.binarySearch(
                                step.after().visualRows[example], step.changed().get(example))
                        < 0;
    }

    private static Optional<String> count(Step step, int expected) {
        int found = step.after().textTokens();
        return found == expected
                ? Optional.empty()
                : Optional.of(found + " rows of text instead of " + expected + " " + step.where());
    }
}
