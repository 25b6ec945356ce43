// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

/**
 * A part of all possible scenes: what to learn from, what to choose by, what to report.
 *
 * <p>Which part a scene belongs to follows from the scene alone, so that no scene is ever in two, with whatever seeds
 * and settings they are made: half of all scenes are for training, a quarter for validation, a quarter for testing.
 */
public enum Split {
    /** To learn from. */
    TRAIN(0),
    /** To choose settings by. */
    VALIDATION(1),
    /** To report. */
    TEST(2);

    private final int number;

    Split(int number) {
        this.number = number;
    }

    /** Its part in the derivation of random numbers; never changed. */
    int number() {
        return number;
    }

    /** The split that a scene belongs to. */
    static Split of(Scene scene) {
        long hash = SplitMix.fold(scene.description().chars().asLongStream().toArray());
        return switch ((int) (hash >>> 62)) {
            case 0, 1 -> TRAIN;
            case 2 -> VALIDATION;
            default -> TEST;
        };
    }
}
