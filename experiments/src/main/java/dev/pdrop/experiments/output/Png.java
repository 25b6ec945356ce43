// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.output;

import dev.pdrop.spi.Image;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Images as PNG. */
public final class Png {

    /** The format in which Java writes down what stands in a PNG beside its pixels. */
    private static final String PNG_METADATA = "javax_imageio_png_1.0";

    private Png() {}

    /** Writes an image as it is. */
    public static void write(Image image, OutputStream output) throws IOException {
        write(picture(image), output);
    }

    /**
     * Writes a picture with words about it.
     *
     * @param software what made it, ASCII
     * @param description what it shows, any characters
     */
    public static void write(BufferedImage picture, String software, String description, OutputStream output)
            throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (ImageOutputStream memory = new MemoryCacheImageOutputStream(output)) {
            writer.setOutput(memory);
            IIOMetadata metadata =
                    writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(picture), null);
            IIOMetadataNode words = new IIOMetadataNode(PNG_METADATA);
            words.appendChild(node("tEXt", "tEXtEntry", Map.of("keyword", "Software", "value", software)));
            words.appendChild(node(
                    "iTXt",
                    "iTXtEntry",
                    Map.of(
                            "keyword",
                            "Description",
                            "compressionFlag",
                            "FALSE",
                            "compressionMethod",
                            "0",
                            "languageTag",
                            "",
                            "translatedKeyword",
                            "",
                            "text",
                            description)));
            metadata.mergeTree(PNG_METADATA, words);
            writer.write(new IIOImage(picture, null, metadata));
        } finally {
            writer.dispose();
        }
    }

    private static IIOMetadataNode node(String name, String entry, Map<String, String> attributes) {
        IIOMetadataNode inner = new IIOMetadataNode(entry);
        attributes.forEach(inner::setAttribute);
        IIOMetadataNode outer = new IIOMetadataNode(name);
        outer.appendChild(inner);
        return outer;
    }

    /**
     * An image to look at: made smaller if it is large.
     *
     * @param longest edge in pixels, at least 1
     */
    public static byte[] small(Image image, int longest) {
        BufferedImage picture = picture(image);
        double factor = (double) longest / Math.max(image.width(), image.height());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(factor < 1 ? smaller(picture, factor) : picture, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a PNG in memory", e);
        }
        return bytes.toByteArray();
    }

    private static BufferedImage smaller(BufferedImage picture, double factor) {
        return smaller(picture, Math.max(1, (int) Math.round(picture.getWidth() * factor)), Math.max(1, (int)
                Math.round(picture.getHeight() * factor)));
    }

    /**
     * A picture made smaller.
     *
     * @param width at least 1
     * @param height at least 1
     */
    public static BufferedImage smaller(BufferedImage picture, int width, int height) {
        BufferedImage all = picture;
        // One step looks at a few neighbours only, and would leave out thin lines of a picture that is much larger.
        while (all.getWidth() >= 2 * width && all.getHeight() >= 2 * height) {
            all = scaled(all, all.getWidth() / 2, all.getHeight() / 2, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        }
        return scaled(all, width, height, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    }

    private static BufferedImage scaled(BufferedImage picture, int width, int height, Object interpolation) {
        BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scaled.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, interpolation);
        graphics.drawImage(picture, 0, 0, width, height, null);
        graphics.dispose();
        return scaled;
    }

    /** An image as Java draws it. */
    public static BufferedImage picture(Image image) {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        byte[] rgb = image.rgb();
        for (int i = 0; i < rgb.length; i += 3) {
            int level = ((rgb[i] & 0xff) << 16) | ((rgb[i + 1] & 0xff) << 8) | (rgb[i + 2] & 0xff);
            picture.setRGB(i / 3 % image.width(), i / 3 / image.width(), level);
        }
        return picture;
    }

    /* The writer's own way to a stream goes through a temporary file. */
    private static void write(BufferedImage picture, OutputStream output) throws IOException {
        try (ImageOutputStream memory = new MemoryCacheImageOutputStream(output)) {
            if (!ImageIO.write(picture, "png", memory)) {
                throw new IOException("this Java cannot write PNG");
            }
        }
    }
}
