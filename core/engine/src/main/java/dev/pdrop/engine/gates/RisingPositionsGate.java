// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import java.util.Optional;

/**
 * Position ids rise strictly from row to row at every step, whatever was dropped and appended, and the next row would
 * go on above them.
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
        for (int[] positions : step.after().positions) {
            for (int row = 1; row < positions.length; row++) {
                if (positions[row] <= positions[row - 1]) {
                    return Optional.of("position " + positions[row] + " behind " + positions[row - 1] + " in row " + row
                            + " " + step.where());
                }
            }
            if (positions.length > 0 && step.after().nextPosition <= positions[positions.length - 1]) {
                return Optional.of("that the next row would get position " + step.after().nextPosition + " behind "
                        + positions[positions.length - 1] + " " + step.where());
            }
        }
        return Optional.empty();
    }
}
