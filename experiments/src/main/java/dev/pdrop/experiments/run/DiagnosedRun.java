// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.diagnosis.Diagnosis;
import java.util.List;

/**
 * {@code diagnosis.json}: what the arms of a run keep.
 *
 * @param key hash of the keys of all arms, the questions and the settings
 * @param diagnosis summed up over the questions
 * @param pictures some of the pictures
 */
public record DiagnosedRun(String key, Diagnosis diagnosis, List<ShownPicture> pictures) {

    /** Copies the list. */
    public DiagnosedRun {
        pictures = List.copyOf(pictures);
    }
}
