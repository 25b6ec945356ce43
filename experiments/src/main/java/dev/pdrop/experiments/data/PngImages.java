// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.data;

import dev.pdrop.experiments.output.Png;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

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
        Image image = source.read();
        folder.file(path, output -> Png.write(image, output));
        paths.put(source, path);
        return path;
    }
}
