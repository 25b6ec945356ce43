// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Position ids rise strictly from row to row at every step, whatever was dropped and appended, and the next row would
 * go on above them. Where a model has several axes of positions, the first one on which two rows differ counts.
 */
final class RisingPositionsGate implements Gate {

    private static final String EXPECTED = "position ids that rise from row to row at every step";

    @Override
    public String name() {
        return "rising-positions";
    }

    @Override
    public Finding check(Trial trial) {
        return trial.steps().stream()
                .map(RisingPositionsGate::fault)
                .flatMap(Optional::stream)
                .findFirst()
                .map(fault -> Finding.failed(EXPECTED, fault))
                .orElseGet(() -> Finding.passed(EXPECTED, "that"));
    }

    private static Optional<String> fault(Step step) {
        Sight after = step.after();
        for (int example = 0; example < after.batch(); example++) {
            int[][] axes = after.positions[example];
            for (int row = 1; row < axes[0].length; row++) {
                if (!rises(axes, row)) {
                    return Optional.of("position " + at(axes, row) + " behind " + at(axes, row - 1) + " in row " + row
                            + " " + step.where());
                }
            }
            int highest = Arrays.stream(axes).flatMapToInt(Arrays::stream).max().orElse(-1);
            int next = after.nextPositions[example];
            if (next <= highest) {
                return Optional.of(
                        "that the next row would get position " + next + " behind " + highest + " " + step.where());
            }
        }
        return Optional.empty();
    }

    private static boolean rises(int[][] axes, int row) {
        for (int[] axis : axes) {
            if (axis[row] != axis[row - 1]) {
                return axis[row] > axis[row - 1];
            }
        }
        return false;
    }

    private static String at(int[][] axes, int row) {
        return Arrays.stream(axes).map(axis -> Integer.toString(axis[row])).collect(Collectors.joining(", "));
    }
}
