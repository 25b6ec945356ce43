// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.StageOutcome;
import dev.pdrop.experiments.output.Png;
import dev.pdrop.experiments.picture.ImageView;
import dev.pdrop.experiments.picture.StageView;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

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

    /** Longest edge of a picture in a report, in pixels. */
    private static final int LONGEST = 384;

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

    /**
     * What an arm chose, before it is a picture.
     *
     * @param arm its name
     * @param stages in order
     */
    public record Choices(String arm, List<StageOutcome> stages) {
        /** Copies the list. */
        public Choices {
            stages = List.copyOf(stages);
        }
    }

    /**
     * The picture of what stays of an image.
     *
     * @param view of the image
     * @param question id of the question
     * @param text of the question
     * @param choices of each arm
     */
    public static ShownPicture of(ImageView view, String question, String text, List<Choices> choices) {
        Image image = view.image();
        return new ShownPicture(
                question,
                text,
                view.title(),
                image.width(),
                image.height(),
                Base64.getEncoder().encodeToString(Png.small(image, LONGEST)),
                view.regions(),
                choices.stream()
                        .map(arm -> new ShownArm(
                                arm.arm(),
                                arm.stages().stream()
                                        .map(stage -> stage(stage, view))
                                        .toList()))
                        .toList());
    }

    private static ShownStage stage(StageOutcome stage, ImageView view) {
        return new ShownStage(
                StageView.layer(stage),
                IntStream.of(stage.kept())
                        .mapToObj(view::place)
                        .flatMapToInt(OptionalInt::stream)
                        .boxed()
                        .toList());
    }
}
