// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import dev.pdrop.engine.StageOutcome;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Behind every drop the visual tokens left are the ones chosen: their indices ascend, none is there twice, each is
 * among those that were left before, and their rows hold the values that they held, or what was to be mixed into them.
 */
final class KeptTokensGate implements Gate {

    private static final String EXPECTED =
            "the chosen visual tokens and no others behind every drop, ascending, each once, with the values that they"
                    + " had";

    @Override
    public String name() {
        return "kept-tokens";
    }

    @Override
    public Finding check(Trial trial) {
        if (!trial.acts()) {
            return Finding.notApplicable(EXPECTED, "an arm that drops nothing");
        }
        Stream<Optional<String>> chosen = trial.own().stream()
                .flatMap(one -> one.answer().stages().stream().map(stage -> choice(one, stage)));
        Stream<Optional<String>> left = trial.steps().stream()
                .map(step -> step instanceof Step.Dropped dropped ? fault(dropped) : Optional.empty());
        return Stream.concat(left, chosen)
                .flatMap(Optional::stream)
                .findFirst()
                .map(fault -> Finding.failed(EXPECTED, fault))
                .orElseGet(() -> Finding.passed(EXPECTED, trial.compared()));
    }

    private static Optional<String> choice(Trial.Question question, StageOutcome stage) {
        int[] before = stage.before();
        boolean among = Arrays.stream(stage.kept()).allMatch(index -> Arrays.binarySearch(before, index) >= 0);
        return ascends(stage.kept()) && among
                ? Optional.empty()
                : Optional.of("a choice of " + Arrays.toString(stage.kept()) + " among " + Arrays.toString(before) + " "
                        + stage.stage().point() + " in the question " + question.id());
    }

    private static Optional<String> fault(Step.Dropped step) {
        for (int example = 0; example < step.after().batch(); example++) {
            int[] before = step.before().visualIndices[example];
            int[] expected = Arrays.stream(step.kept().kept(example))
                    .map(place -> before[place])
                    .toArray();
            int[] left = step.after().visualIndices[example];
            if (!Arrays.equals(expected, left)) {
                return Optional.of(otherThan(expected, left) + " " + step.where());
            }
            int changed = changed(step, example);
            if (changed >= 0) {
                return Optional.of("other values in the row of the visual token " + left[changed] + " " + step.where());
            }
        }
        return Optional.empty();
    }

    private static String otherThan(int[] expected, int[] left) {
        if (!ascends(left)) {
            return "indices that do not ascend";
        }
        if (left.length != expected.length) {
            return left.length + " visual tokens instead of " + expected.length;
        }
        int place = Arrays.mismatch(expected, left);
        return "the visual token " + left[place] + " in place of " + expected[place];
    }

    /** The place, among the visual tokens left, of the first whose row changed; -1 if there is none. */
    private static int changed(Step.Dropped step, int example) {
        return step.changed().isEmpty()
                ? -1
                : Math.max(
                        -1,
                        Arrays.binarySearch(
                                step.after().visualRows[example], step.changed().get(example)));
    }

    private static boolean ascends(int[] indices) {
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < (i == 0 ? 0 : indices[i - 1] + 1)) {
                return false;
            }
        }
        return true;
    }
}
