// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llavaonevision;

import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.VisualToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The visual tokens of a video: frame after frame, each on a grid of half the tower's side, and one newline behind all.
 *
 * @param frames at least one
 * @param side tokens along each side of a frame
 */
record VideoLayout(int frames, int side) {

    /**
     * Of a video.
     *
     * @param towerSide patches along each side of what the tower reads
     */
    static VideoLayout of(Image video, int towerSide) {
        return new VideoLayout(video.frames().size(), (towerSide + 1) / 2);
    }

    /**
     * What the tokens show; a frame is a tile.
     *
     * @param image place of the video in the conversation
     */
    List<VisualToken> tokens(int image) {
        List<VisualToken> tokens = new ArrayList<>();
        for (int frame = 0; frame < frames; frame++) {
            for (int place = 0; place < side * side; place++) {
                tokens.add(new VisualToken(image, frame, place / side, place % side));
            }
        }
        tokens.add(new VisualToken(image, frames - 1, side - 1, VisualToken.SEPARATOR));
        return tokens;
    }

    /** The part of its frame that a token shows. */
    Optional<ImageRegion> region(VisualToken token) {
        return token.column() == VisualToken.SEPARATOR
                ? Optional.empty()
                : Optional.of(ImageRegion.whole().cell(token.row(), token.column(), side, side));
    }
}
