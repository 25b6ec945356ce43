// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

import com.google.gson.JsonParser;
import dev.pdrop.spi.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stub. */
public final class ImageProcessor {
    private final int size;

    private ImageProcessor(int size) {
        this.size = size;
    }

    /** Stub. */
    public static ImageProcessor read(Path modelFolder) {
        try {
            String text = Files.readString(modelFolder.resolve("preprocessor_config.json"));
            return new ImageProcessor(JsonParser.parseString(text)
                    .getAsJsonObject()
                    .getAsJsonObject("crop_size")
                    .get("height")
                    .getAsInt());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stub. */
    public int width() {
        return size;
    }

    /** Stub. */
    public int height() {
        return size;
    }

    /** Stub. */
    public float[] pixels(Image image) {
        return new float[image.width()];
    }
}
