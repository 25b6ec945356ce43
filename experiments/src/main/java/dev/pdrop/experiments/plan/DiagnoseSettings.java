// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

/**
 * On how many questions what arms keep is looked at behind the answers; decides nothing about those.
 *
 * @param questions at least 1
 * @param pictures how many pictures are shown with what stays of them, at least 0
 */
public record DiagnoseSettings(int questions, int pictures) {

    /** Checks ranges. */
    public DiagnoseSettings {
        if (questions < 1) {
            throw new IllegalArgumentException("questions must be at least 1, was " + questions);
        }
        if (pictures < 0) {
            throw new IllegalArgumentException("pictures must be at least 0, was " + pictures);
        }
    }
}
