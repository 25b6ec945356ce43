// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.ArrayList;
import java.util.List;

/**
 * A video as files of its frames.
 *
 * @param frames in the order of time, at least one
 * @param framesPerSecond how many of them pass in a second, above 0 and finite
 */
public record VideoFrames(List<ImageFile> frames, double framesPerSecond) implements ImageSource {

    /** What videos are usually sampled at. */
    public static final double USUAL_RATE = 2;

    private static final long MOST_PIXELS = 1 << 28;

    /** Copies the list, and checks the range. */
    public VideoFrames {
        frames = List.copyOf(frames);
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("a video has at least one frame");
        }
        if (!(framesPerSecond > 0) || framesPerSecond == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("frames a second are above 0 and finite, not " + framesPerSecond);
        }
    }

    /** The first file, and how many there are. */
    @Override
    public String name() {
        return frames.get(0).name() + " and on, " + frames.size() + (frames.size() == 1 ? " frame" : " frames");
    }

    /**
     * Reads all frames.
     *
     * @throws InvalidImageException if one cannot be read, their sizes differ, or they have more than 256 megapixels
     *     together
     */
    @Override
    public Image read() {
        List<Image> read = new ArrayList<>();
        long pixels = 0;
        for (ImageFile frame : frames) {
            Image image = frame.read();
            pixels += (long) image.width() * image.height();
            if (pixels > MOST_PIXELS) {
                throw new InvalidImageException("expected a video of at most " + MOST_PIXELS
                        + " pixels in all its frames, found more in the first " + (read.size() + 1) + " of " + name()
                        + ": take fewer frames, or smaller ones");
            }
            read.add(image);
        }
        return Image.video(name(), read, framesPerSecond);
    }
}
