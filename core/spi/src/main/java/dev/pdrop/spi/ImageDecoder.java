// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads picture files through {@code javax.imageio}, checking the declared size before any pixel is decoded.
 *
 * <p>The file is read into memory once and decoded from there, so that neither a cache file nor a global setting of
 * {@code javax.imageio} is involved.
 */
final class ImageDecoder {

    /** The largest picture that is decoded: 64 megapixels, 192 MiB of RGB. */
    static final long MAX_PIXELS = 64L << 20;

    /** The largest file that is read: what the largest picture takes uncompressed with 8 bytes a pixel. */
    static final long MAX_BYTES = 8 * MAX_PIXELS;

    private ImageDecoder() {}

    static Image read(Path file) {
        byte[] content = content(file);
        try {
            return decode(file, content);
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
            // What a reader throws on bytes that lie is not specified; each of these was seen or is conceivable.
            if (e instanceof InvalidImageException known) {
                throw known;
            }
            throw broken(file, e);
        }
    }

    private static byte[] content(Path file) {
        if (!Files.exists(file)) {
            throw new InvalidImageException("expected an image file, found nothing at " + file + ": check the path");
        }
        if (!Files.isRegularFile(file)) {
            throw new InvalidImageException(
                    "expected an image file, found a folder or device at " + file + ": name a file in it");
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new InvalidImageException("expected an image file of at most " + MAX_BYTES + " bytes, found "
                        + Files.size(file) + " in " + file + ": make it smaller");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InvalidImageException(
                    "expected an image file that can be read, found one that cannot at " + file
                            + ": check its permissions",
                    e);
        }
    }

    private static Image decode(Path file, byte[] content) throws IOException {
        FileFormat.check(content);
        try (ImageInputStream input =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(JpegProfile.removed(content)))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            if (!readers.hasNext()) {
                throw new InvalidImageException(
                        "expected an image (PNG, JPEG, GIF, BMP or WebP), found something else in " + file
                                + ": convert it or remove it");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(input, false, true);
                Image image = decode(file, reader);
                checkScreen(file, content, image);
                return image;
            } finally {
                reader.dispose();
            }
        }
    }

    private static Image decode(Path file, ImageReader reader) throws IOException {
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        if (width < 1 || height < 1 || width > MAX_PIXELS / height) {
            throw new InvalidImageException("expected an image of at most " + MAX_PIXELS + " pixels, found " + width
                    + " x " + height + " in " + file + ": make it smaller");
        }
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        BufferedImage decoded = reader.read(0);
        if (warnings.stream().anyMatch(ImageDecoder::meansLoss)) {
            throw broken(file, new IOException(String.join("; ", warnings)));
        }
        if (decoded.getRaster().getNumBands() == 4 && reader.getFormatName().equalsIgnoreCase("jpeg")) {
            throw new InvalidImageException("expected a JPEG of grey or RGB, found one of four channels (CMYK) in "
                    + file + ": convert it to RGB");
        }
        return Image.of(file.toString(), decoded.getWidth(), decoded.getHeight(), RgbSamples.of(decoded));
    }

    private static void checkScreen(Path file, byte[] content, Image image) {
        if (FileFormat.isGif(content) && !FileFormat.fillsScreen(content, image.width(), image.height())) {
            throw new InvalidImageException("expected a GIF whose first frame fills its screen, found one of "
                    + image.width() + " x " + image.height() + " that does not in " + file + ": save it as PNG");
        }
    }

    /* The JPEG reader fills what is missing with grey and only warns. */
    private static boolean meansLoss(String warning) {
        String lower = warning.toLowerCase(Locale.ROOT);
        return !lower.contains("extraneous")
                && Stream.of("premature", "corrupt", "truncated").anyMatch(lower::contains);
    }

    private static InvalidImageException broken(Path file, Throwable cause) {
        return new InvalidImageException(
                "expected a complete image, found a broken or unsupported one in " + file + ": replace it", cause);
    }
}
