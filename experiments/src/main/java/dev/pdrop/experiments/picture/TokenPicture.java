// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.picture;

import dev.pdrop.engine.StageOutcome;
import dev.pdrop.experiments.output.Png;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Prompt;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What became of the visual tokens of one view of an image.
 *
 * @param view the image, and what each token stands for
 * @param stages what each of them did to it, in order
 */
public record TokenPicture(ImageView view, List<StageView> stages) {

    /** Longest edge of an image in SVG, in pixels. */
    private static final int LONGEST = 1024;

    /** Copies the list. */
    public TokenPicture {
        stages = List.copyOf(stages);
    }

    /**
     * The pictures of a prompt: one for each view of each image.
     *
     * @param backbone knows what tokens stand for
     * @param stages what each did to the prompt, in order
     */
    public static List<TokenPicture> of(Backbone backbone, Prompt prompt, List<StageOutcome> stages) {
        return IntStream.range(0, prompt.images().size())
                .mapToObj(image -> ImageView.of(backbone, prompt, image))
                .flatMap(List::stream)
                .map(view -> new TokenPicture(view, StageView.of(view, stages)))
                .toList();
    }

    /** The image as it was given. */
    public Drawing given() {
        return Drawing.given(image().width(), image().height(), view.regions());
    }

    /** What a stage keeps. */
    public Drawing kept(StageView stage) {
        return Drawing.kept(image().width(), image().height(), view.regions(), stage.kept());
    }

    /** How what came to a stage was scored; only if it was. */
    public Drawing scores(StageView stage) {
        return Drawing.scores(image().width(), image().height(), view.regions(), stage);
    }

    /** Whether any stage has scores. */
    public boolean scored() {
        return stages.stream().anyMatch(StageView::scored);
    }

    /** "72 of 144 stay", "144 averaged into 36". */
    public String count(StageView stage) {
        int kept = stage.kept().size();
        if (stage.mixed()) {
            int averaged = stage.kept().stream()
                    .mapToInt(part -> part.regions().size())
                    .sum();
            return averaged + " averaged into " + kept;
        }
        return kept + " of " + view.tokens().size() + (kept == 1 ? " stays" : " stay");
    }

    /** The image as PNG in Base64, made smaller if it is large. */
    public String png() {
        return Base64.getEncoder().encodeToString(Png.small(image(), LONGEST));
    }

    private Image image() {
        return view.image();
    }
}
