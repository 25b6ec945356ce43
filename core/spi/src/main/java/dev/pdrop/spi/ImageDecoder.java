// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads picture files through {@code javax.imageio}, checking the declared size before any pixel is decoded. */
final class ImageDecoder {

    /** The largest picture that is decoded: 64 megapixels, 192 MiB of RGB. */
    static final long MAX_PIXELS = 64L << 20;

    private ImageDecoder() {}

    static Image read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidImageException("expected an image file, found nothing at " + file + ": check the path");
        }
        try (ImageInputStream input = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            if (!readers.hasNext()) {
                throw new InvalidImageException(
                        "expected an image (PNG, JPEG, GIF, BMP or WebP), found something else in " + file
                                + ": convert it or remove it");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(input);
                return decode(file, reader);
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new InvalidImageException(
                    "expected a complete image, found a broken or truncated file at " + file + ": replace it", e);
        }
    }

    private static Image decode(Path file, ImageReader reader) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if ((long) width * height > MAX_PIXELS) {
            throw new InvalidImageException("expected an image of at most " + MAX_PIXELS + " pixels, found " + width
                    + " x " + height + " in " + file + ": make it smaller");
        }
        BufferedImage decoded = reader.read(0);
        byte[] rgb = new byte[3 * width * height];
        int[] line = new int[width];
        for (int y = 0; y < height; y++) {
            decoded.getRGB(0, y, width, 1, line, 0, width);
            for (int x = 0; x < width; x++) {
                int at = 3 * (y * width + x);
                rgb[at] = (byte) (line[x] >> 16);
                rgb[at + 1] = (byte) (line[x] >> 8);
                rgb[at + 2] = (byte) line[x];
            }
        }
        return Image.of(file.toString(), width, height, rgb);
    }
}
