// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.spi.ImageRegion;
import java.util.List;

/**
 * A picture and what stays of it under some arms; one that a model sees in two ways is two of them.
 *
 * @param question id of the question
 * @param text of the question
 * @param name of the picture, without the folders that it lies in, and the tiles that are meant if it is not whole
 * @param width of the picture as it was given, in pixels
 * @param height likewise
 * @param png the picture as PNG in Base64, made smaller if it was large
 * @param regions of its visual tokens, those left out that stand for no part of it
 * @param arms what stays, arm by arm
 */
public record ShownPicture(
        String question,
        String text,
        String name,
        int width,
        int height,
        String png,
        List<ImageRegion> regions,
        List<ShownArm> arms) {

    /**
     * What stays under an arm.
     *
     * @param arm its name
     * @param stages in order
     */
    public record ShownArm(String arm, List<ShownStage> stages) {
        /** Copies the list. */
        public ShownArm {
            stages = List.copyOf(stages);
        }
    }

    /**
     * What stays behind a stage.
     *
     * @param layer before which it acts
     * @param kept places in {@link #regions()}, ascending
     */
    public record ShownStage(int layer, List<Integer> kept) {
        /** Copies the list. */
        public ShownStage {
            kept = List.copyOf(kept);
        }
    }

    /** Copies the lists. */
    public ShownPicture {
        regions = List.copyOf(regions);
        arms = List.copyOf(arms);
    }
}
