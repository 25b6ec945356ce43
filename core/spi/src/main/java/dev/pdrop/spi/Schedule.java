// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.Arrays;
import java.util.List;

/**
 * The stages of a method for one number of visual tokens, in the order in which they act.
 *
 * @param stages at strictly ascending points, none keeping more than the one before
 */
public record Schedule(List<Stage> stages) {

    /** Checks the order of points and counts. */
    public Schedule {
        stages = List.copyOf(stages);
        for (int i = 1; i < stages.size(); i++) {
            Stage before = stages.get(i - 1);
            Stage stage = stages.get(i);
            if (before.point().compareTo(stage.point()) >= 0) {
                throw new IllegalArgumentException(
                        "stages must be at ascending points, but " + stage.point() + " follows " + before.point());
            }
            if (before.action().visualTokens() < stage.action().visualTokens()) {
                throw new IllegalArgumentException("a stage cannot keep more visual tokens than the one before, but "
                        + stage.action().visualTokens() + " follow "
                        + before.action().visualTokens());
            }
        }
    }

    /** The schedule that reduces nothing. */
    public static Schedule none() {
        return new Schedule(List.of());
    }

    /**
     * The nominal number of visual tokens that enter each decoder layer.
     *
     * @param layers number of decoder layers
     * @param visualTokens number of visual tokens before any stage
     * @return one count a layer
     */
    public int[] visualTokensPerLayer(int layers, int visualTokens) {
        int[] counts = new int[layers];
        Arrays.fill(counts, visualTokens);
        for (Stage stage : stages) {
            int from = stage.point() instanceof Point.DecoderLayer decoder ? decoder.layer() : 0;
            Arrays.fill(counts, Math.min(from, layers), layers, stage.action().visualTokens());
        }
        return counts;
    }
}
