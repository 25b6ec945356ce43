// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.diagnosis;

import java.util.List;

/**
 * What an arm keeps, stage by stage.
 *
 * @param arm its name
 * @param stages in order; none for an arm that drops nothing
 */
public record ArmDiagnosis(String arm, List<StageDiagnosis> stages) {

    /** Copies the list. */
    public ArmDiagnosis {
        stages = List.copyOf(stages);
    }
}
