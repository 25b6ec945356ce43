// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import dev.pdrop.spi.Image;

/**
 * Pictures with fewer pixels: each new pixel is the mean of the area that it covers, pixels at its edge counting by the
 * part of them that lies inside. Computed in whole numbers, so that it is the same on every machine.
 */
final class AreaAverage {

    private static final int CHANNELS = 3;

    private AreaAverage() {}

    /**
     * A smaller picture of the same; of a video, a video of smaller frames.
     *
     * @param scale share of each side, above 0 and at most 1; sides are rounded to the nearest pixel, and are at least
     *     1
     */
    static Image of(Image image, double scale) {
        if (image.isVideo()) {
            return Image.video(
                    image.name() + " at a scale of " + scale,
                    image.frames().stream().map(frame -> of(frame, scale)).toList(),
                    image.framesPerSecond());
        }
        int width = side(image.width(), scale);
        int height = side(image.height(), scale);
        byte[] old = image.rgb();
        byte[] rgb = new byte[CHANNELS * width * height];
        long area = (long) image.width() * image.height();
        for (int i = 0; i < rgb.length; i++) {
            int pixel = i / CHANNELS;
            Cover across = Cover.of(pixel % width, width, image.width());
            Cover down = Cover.of(pixel / width, height, image.height());
            long sum = 0;
            for (int y = down.first; y <= down.last; y++) {
                for (int x = across.first; x <= across.last; x++) {
                    int value = old[CHANNELS * (y * image.width() + x) + i % CHANNELS] & 0xff;
                    sum += value * down.of(y) * across.of(x);
                }
            }
            rgb[i] = (byte) ((sum + area / 2) / area);
        }
        return Image.of(image.name() + " at " + width + " x " + height, width, height, rgb);
    }

    private static int side(int pixels, double scale) {
        return (int) Math.max(1, Math.round(pixels * scale));
    }

    /**
     * Which old pixels of a side a new one covers. Of a side of {@code old} pixels that becomes {@code now}, each old
     * pixel is {@code now} parts long, and each new one {@code old} parts.
     */
    private static final class Cover {
        private final long start;
        private final long end;
        private final int now;
        private final int first;
        private final int last;

        private Cover(long start, long end, int now) {
            this.start = start;
            this.end = end;
            this.now = now;
            this.first = (int) (start / now);
            this.last = (int) ((end - 1) / now);
        }

        static Cover of(int pixel, int now, int old) {
            return new Cover((long) pixel * old, (pixel + 1L) * old, now);
        }

        /** Parts of an old pixel that it covers. */
        long of(int pixel) {
            return Math.min(end, (pixel + 1L) * now) - Math.max(start, (long) pixel * now);
        }
    }
}
