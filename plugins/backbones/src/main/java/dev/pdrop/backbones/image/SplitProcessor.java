// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

import dev.pdrop.backbones.json.JsonFile;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.InvalidModelException;
import java.nio.file.Path;

/**
 * Turns a picture into the tiles that a checkpoint's vision tower reads: scaled until its longer edge has so many
 * pixels, then to whole numbers of tiles, its shape lost a little; the tiles row by row, and the whole picture in one
 * tile last. A picture of a single tile is that tile.
 *
 * <p>Equal to the PIL backend of transformers' {@code SmolVLMImageProcessor}.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class SplitProcessor {

    private static final int CHANNELS = 3;

    /* Of transformers, whatever the configuration says. */
    private static final int LONGEST = 4096;

    private final Preprocessing steps;
    private final int longest;
    private final int tile;
    private final boolean splits;

    private SplitProcessor(Preprocessing steps, int longest, int tile, boolean splits) {
        this.steps = steps;
        this.longest = longest;
        this.tile = tile;
        this.splits = splits;
    }

    /**
     * How a picture is split.
     *
     * @param rows of tiles; 0 if there is the whole picture alone
     * @param columns of tiles; 0 likewise
     */
    public record Split(int rows, int columns) {

        /** Tiles in all, the whole picture included. */
        public int tiles() {
            return rows * columns + 1;
        }
    }

    /**
     * Reads what is to be done from a model folder.
     *
     * @param tile pixels of each side of what the tower reads
     * @throws InvalidModelException if a file is missing or says something unsupported, or something else than the
     *     model
     */
    public static SplitProcessor read(Path modelFolder, int tile) {
        JsonFile file = Preprocessing.file(modelFolder);
        Preprocessing steps = Preprocessing.readSplitting(file);
        if (!file.flag("do_resize").orElse(true)) {
            throw file.unexpected("do_resize", "true");
        }
        int own = edge(file, "max_image_size");
        if (own != tile) {
            throw new InvalidModelException("expected tiles of " + tile + " x " + tile
                    + " as config.json says, found a preprocessor that makes " + own + " x " + own + " in "
                    + modelFolder
                    + ": check that both files belong to one model");
        }
        boolean splits = file.flag("do_image_splitting").orElse(true);
        return new SplitProcessor(steps, edge(file, "size"), tile, splits);
    }

    private static int edge(JsonFile file, String key) {
        return file.object(key)
                .flatMap(size -> size.integer("longest_edge", 1))
                .orElseThrow(() -> file.unexpected(key, "an object with longest_edge"));
    }

    /** How a picture is split. */
    public Split split(int width, int height) {
        Resolution canvas = canvas(scaled(width, height));
        return splits && (canvas.height() > tile || canvas.width() > tile)
                ? new Split(canvas.height() / tile, canvas.width() / tile)
                : new Split(0, 0);
    }

    /** How the largest picture is split: a square. */
    public Split largest() {
        return split(longest, longest);
    }

    /** The longer edge as long as the configuration says, the other one even. */
    private Resolution scaled(int width, int height) {
        double ratio = (double) width / height;
        return width >= height
                ? bounded(Math.max(1, even((int) (longest / ratio))), longest)
                : bounded(longest, Math.max(1, even((int) (longest * ratio))));
    }

    private static Resolution bounded(int height, int width) {
        double ratio = (double) width / height;
        if (width >= height && width > LONGEST) {
            return new Resolution(Math.max(1, (int) (LONGEST / ratio)), LONGEST);
        }
        if (height > width && height > LONGEST) {
            return new Resolution(LONGEST, Math.max(1, (int) (LONGEST * ratio)));
        }
        return new Resolution(height, width);
    }

    /** Both edges whole numbers of tiles. */
    private Resolution canvas(Resolution scaled) {
        double ratio = (double) scaled.width() / scaled.height();
        if (scaled.width() >= scaled.height()) {
            int width = whole(scaled.width());
            return new Resolution(whole((int) (width / ratio)), width);
        }
        int height = whole(scaled.height());
        return new Resolution(height, whole((int) (height * ratio)));
    }

    private static int even(int edge) {
        return edge + edge % 2;
    }

    private int whole(int edge) {
        return (int) Math.ceil((double) edge / tile) * tile;
    }

    /**
     * The pixels the tower reads.
     *
     * @shape (tiles, 3, tile, tile) float32
     * @throws dev.pdrop.spi.InvalidImageException if the picture is so long and narrow that resizing it would take more
     *     than 64 megapixels
     */
    public float[] pixels(Image image) {
        Resolution scaled = scaled(image.width(), image.height());
        Split split = split(image.width(), image.height());
        Picture first = resized(image, Picture.of(image), scaled);
        Picture canvas = splits ? resized(image, first, canvas(scaled)) : first;
        float[] pixels = new float[split.tiles() * CHANNELS * tile * tile];
        int offset = 0;
        for (int row = 0; row < split.rows(); row++) {
            for (int column = 0; column < split.columns(); column++) {
                offset = write(canvas.square(column * tile, row * tile, tile), pixels, offset);
            }
        }
        write(resized(image, canvas, new Resolution(tile, tile)), pixels, offset);
        return pixels;
    }

    private Picture resized(Image image, Picture picture, Resolution to) {
        // Between the two passes one edge is new and the other still the old one.
        ImageProcessor.checkArea(image, Math.max(to.width(), picture.width()), Math.max(to.height(), picture.height()));
        return PillowResize.resize(picture, to.width(), to.height(), steps.filter());
    }

    private int write(Picture square, float[] pixels, int offset) {
        int area = tile * tile;
        for (int channel = 0; channel < CHANNELS; channel++) {
            square.channel(channel, steps.levels(channel), pixels, offset + channel * area);
        }
        return offset + CHANNELS * area;
    }
}
