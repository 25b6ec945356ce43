// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.stream.IntStream;

/**
 * The samples of a decoded picture as 8-bit RGB, as they stand in the file.
 *
 * <p>{@link BufferedImage#getRGB} would convert between colour spaces, and make a grey of 128 one of 188. Here grey is
 * repeated, a palette looked up and alpha dropped; nothing is blended or converted.
 */
final class RgbSamples {

    private static final int CHANNELS = 3;

    private RgbSamples() {}

    /** The picture's samples, (height, width, 3). */
    static byte[] of(BufferedImage picture) {
        ColorModel colours = picture.getColorModel();
        Raster raster = picture.getRaster();
        int width = picture.getWidth();
        int bands = raster.getNumBands();
        int[][] levels = colours instanceof IndexColorModel palette ? palette(palette) : levels(raster);
        byte[] rgb = new byte[CHANNELS * width * picture.getHeight()];
        int[] line = new int[bands * width];
        int at = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, line);
            for (int x = 0; x < line.length; x += bands) {
                for (int channel = 0; channel < CHANNELS; channel++) {
                    int band = bands < CHANNELS ? 0 : channel;
                    rgb[at++] = (byte) levels[channel][line[x + band]];
                }
            }
        }
        return rgb;
    }

    /** What each palette index is, for each channel. */
    private static int[][] palette(IndexColorModel palette) {
        int[] colours = new int[palette.getMapSize()];
        palette.getRGBs(colours);
        return new int[][] {
            IntStream.of(colours).map(colour -> colour >> 16 & 0xff).toArray(),
            IntStream.of(colours).map(colour -> colour >> 8 & 0xff).toArray(),
            IntStream.of(colours).map(colour -> colour & 0xff).toArray()
        };
    }

    /** What each sample is, for each channel. */
    private static int[][] levels(Raster raster) {
        int[][] levels = new int[CHANNELS][];
        for (int channel = 0; channel < CHANNELS; channel++) {
            int bits = raster.getSampleModel().getSampleSize(raster.getNumBands() < CHANNELS ? 0 : channel);
            levels[channel] = bits == 16 && raster.getNumBands() == 1 ? clipped() : scaled(bits);
        }
        return levels;
    }

    private static int[] scaled(int bits) {
        int largest = (1 << bits) - 1;
        return bits > 8
                ? IntStream.rangeClosed(0, largest)
                        .map(sample -> sample >> (bits - 8))
                        .toArray()
                : IntStream.rangeClosed(0, largest)
                        .map(sample -> sample * 255 / largest)
                        .toArray();
    }

    /* Pillow does not scale a grey of 16 bits, it cuts it at 255; a picture must not depend on who reads it. */
    private static int[] clipped() {
        return IntStream.range(0, 1 << 16).map(sample -> Math.min(sample, 255)).toArray();
    }
}
