// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.data;

import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageSource;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes each image once, as {@code images/000000.png} and so on; mutable. */
final class PngImages {

    /** Questions about an image stand near each other; one that comes by much later is written again. */
    private static final int REMEMBERED = 10_000;

    private final NewFolder folder;
    private final Map<ImageSource, String> paths = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ImageSource, String> eldest) {
            return size() > REMEMBERED;
        }
    };
    private long written;

    PngImages(NewFolder folder) {
        this.folder = folder;
    }

    /** How many have been written. */
    long written() {
        return written;
    }

    /** The path of an image in the folder. */
    String path(ImageSource source) {
        String known = paths.get(source);
        if (known != null) {
            return known;
        }
        String path = String.format(Locale.ROOT, "images/%06d.png", written++);
        BufferedImage picture = picture(source.read());
        folder.file(path, output -> write(picture, output));
        paths.put(source, path);
        return path;
    }

    private static BufferedImage picture(Image image) {
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
