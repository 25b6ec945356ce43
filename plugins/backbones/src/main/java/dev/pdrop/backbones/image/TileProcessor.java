// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

import dev.pdrop.spi.Image;
import dev.pdrop.spi.InvalidModelException;
import java.nio.file.Path;
import java.util.List;

/**
 * Turns a picture into the tiles that a checkpoint's vision tower reads: first the whole picture in one tile, its shape
 * lost, then the tiles of the canvas that {@link TileLayout} chooses, row by row.
 *
 * <p>Equal to the PIL backend of transformers' {@code LlavaNextImageProcessor} and
 * {@code LlavaOnevisionImageProcessor}.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class TileProcessor {

    private static final int CHANNELS = 3;
    private static final int[] BLACK = new int[CHANNELS];

    private final Preprocessing steps;
    private final List<Resolution> canvases;
    private final int tile;

    private TileProcessor(Preprocessing steps, List<Resolution> canvases, int tile) {
        this.steps = steps;
        this.canvases = List.copyOf(canvases);
        this.tile = tile;
    }

    /**
     * Reads what is to be done from a model folder.
     *
     * @param canvases what the model's own configuration lists
     * @param tile pixels of each side of what the tower reads
     * @throws InvalidModelException if a file is missing or says something unsupported, or something else than the
     *     model
     */
    public static TileProcessor read(Path modelFolder, List<Resolution> canvases, int tile) {
        Preprocessing steps = Preprocessing.readTiling(modelFolder);
        List<Resolution> listed = resolutions(Preprocessing.resolutions(modelFolder));
        if (!listed.equals(canvases)) {
            throw new InvalidModelException("expected image_grid_pinpoints of " + canvases
                    + " as config.json says, found " + listed + " in the image processor's configuration in "
                    + modelFolder + ": check that both files belong to one model");
        }
        Size.Exact square = new Size.Exact(tile, tile);
        boolean resizes = steps.resize()
                .filter(size -> size.equals(square) || size.equals(new Size.ShortestEdge(tile)))
                .isPresent();
        if (!resizes || !steps.crop().orElse(square).equals(square)) {
            throw new InvalidModelException("expected tiles of " + tile + " x " + tile
                    + " as config.json says, found a preprocessor with another 'size' or 'crop_size', or that does not"
                    + " resize, in " + modelFolder + ": check that both files belong to one model");
        }
        return new TileProcessor(steps, canvases, tile);
    }

    /**
     * Canvases as configurations list them.
     *
     * @param lists each height and width
     * @throws InvalidModelException if one is no pair
     */
    public static List<Resolution> resolutions(List<List<Integer>> lists) {
        return lists.stream()
                .map(list -> {
                    if (list.size() != 2) {
                        throw new InvalidModelException("expected image_grid_pinpoints of height and width, found "
                                + list + ": correct the file");
                    }
                    return new Resolution(list.get(0), list.get(1));
                })
                .toList();
    }

    /** How a picture is laid out. */
    public TileLayout layout(int width, int height) {
        return TileLayout.of(width, height, canvases, tile);
    }

    /**
     * The pixels the tower reads.
     *
     * @shape (1 + tiles, 3, tile, tile) float32
     * @throws dev.pdrop.spi.InvalidImageException if the picture is so long and narrow that resizing it would take more
     *     than 64 megapixels
     */
    public float[] pixels(Image image) {
        TileLayout layout = layout(image.width(), image.height());
        int values = CHANNELS * tile * tile;
        float[] pixels = new float[(1 + layout.rows() * layout.columns()) * values];
        Picture picture = Picture.of(image);
        write(resized(image, picture, tile, tile), pixels, 0);
        Picture canvas = resized(image, picture, layout.width(), layout.height())
                .on(layout.canvas().width(), layout.canvas().height(), layout.left(), layout.top(), BLACK);
        int offset = values;
        for (int row = 0; row < layout.rows(); row++) {
            for (int column = 0; column < layout.columns(); column++) {
                write(canvas.square(column * tile, row * tile, tile), pixels, offset);
                offset += values;
            }
        }
        return pixels;
    }

    /**
     * A picture in one tile: in the middle of a square of the mean colour.
     *
     * @throws dev.pdrop.spi.InvalidImageException if the square would have more than 64 megapixels
     */
    public Image squared(Image image) {
        int side = Math.max(image.width(), image.height());
        ImageProcessor.checkArea(image, side, side);
        Picture square = Picture.of(image).padded(steps.background());
        return Image.of(image.name(), side, side, square.rgb());
    }

    /**
     * The pixels of a picture in one tile, its shape lost if it is no square; a frame of a video is seen so.
     *
     * @shape (1, 3, tile, tile) float32
     * @throws dev.pdrop.spi.InvalidImageException if resizing it would take more than 64 megapixels
     */
    public float[] onePixels(Image picture) {
        float[] pixels = new float[CHANNELS * tile * tile];
        write(resized(picture, Picture.of(picture), tile, tile), pixels, 0);
        return pixels;
    }

    /**
     * Checks that a folder has frames of videos prepared as pictures are.
     *
     * @throws InvalidModelException if it says otherwise
     */
    public void requireSameForVideos(Path modelFolder) {
        steps.requireSameForVideos(modelFolder, tile);
    }

    private Picture resized(Image image, Picture picture, int width, int height) {
        // Between the two passes one edge is new and the other still the old one.
        ImageProcessor.checkArea(image, Math.max(width, picture.width()), Math.max(height, picture.height()));
        return PillowResize.resize(picture, width, height, steps.filter());
    }

    private void write(Picture square, float[] pixels, int offset) {
        for (int channel = 0; channel < CHANNELS; channel++) {
            square.channel(channel, steps.levels(channel), pixels, offset + channel * tile * tile);
        }
    }
}
