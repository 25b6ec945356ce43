// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import dev.pdrop.spi.DescribedImage;
import dev.pdrop.spi.Image;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A painted scene.
 *
 * <p>Painted when it is first read, and again if the memory was needed for something else in between; the pixels are
 * the same. Two are equal if the same is painted with the same random numbers.
 */
final class GlyphImage implements DescribedImage {

    private final String name;
    private final Scene scene;
    private final Difficulty difficulty;
    private final long seed;
    private volatile SoftReference<Image> painted = new SoftReference<>(null);

    /**
     * An image.
     *
     * @param seed of offsets, exact colours and noise
     */
    GlyphImage(String name, Scene scene, Difficulty difficulty, long seed) {
        this.name = name;
        this.scene = scene;
        this.difficulty = difficulty;
        this.seed = seed;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Image read() {
        Image image = painted.get();
        if (image == null) {
            int side = difficulty.pixels();
            image = Image.of(name, side, side, paint().pixels());
            painted = new SoftReference<>(image);
        }
        return image;
    }

    @Override
    public Map<String, List<String>> patchWords(int side) {
        return paint().words().of(side);
    }

    private ScenePainter paint() {
        ScenePainter painter = new ScenePainter(difficulty, new SplitMix(seed));
        painter.paint(scene);
        return painter;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof GlyphImage other
                && seed == other.seed
                && difficulty.equals(other.difficulty)
                && scene.equals(other.scene);
    }

    @Override
    public int hashCode() {
        return Objects.hash(seed, difficulty);
    }

    @Override
    public String toString() {
        return name;
    }
}
