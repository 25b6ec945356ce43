// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

import dev.pdrop.backbones.json.JsonFile;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.InvalidImageException;
import dev.pdrop.spi.InvalidModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Turns a picture into the patches that a checkpoint's vision tower reads, at its own size as far as the numbers of
 * pixels allow: both edges become whole numbers of squares of patches, its shape lost a little.
 *
 * <p>Equal to the PIL backend of transformers' {@code Qwen2VLImageProcessor}. A picture is a video of equal frames:
 * each patch holds it as often as the tower takes frames together.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class PatchProcessor {

    private static final int CHANNELS = 3;

    /* Of transformers, whatever the configuration says. */
    private static final int MOST_OBLONG = 200;

    /* Visual tokens that a picture can have: four times what published limits allow, and nothing that fills a memory. */
    private static final int MOST_TOKENS = 1 << 16;

    private static final int LEAST_PIXELS = 56 * 56;
    private static final int MOST_PIXELS = 28 * 28 * 1280;
    private static final int LEAST_FRAME_PIXELS = 28 * 28 * 128;
    private static final int MOST_FRAME_PIXELS = 28 * 28 * 768;

    private final Preprocessing steps;
    private final Patch patch;
    private final int least;
    private final int most;

    private PatchProcessor(Preprocessing steps, Patch patch, int least, int most) {
        this.steps = steps;
        this.patch = patch;
        this.least = least;
        this.most = most;
    }

    /**
     * What a tower reads as one row.
     *
     * @param size pixels along each side
     * @param frames that are taken together
     * @param merged patches along each side of a square that becomes one visual token
     */
    public record Patch(int size, int frames, int merged) {

        /** Numbers of a patch. */
        public int values() {
            return CHANNELS * frames * size * size;
        }

        /** Pixels along each side of a square. */
        int square() {
            return size * merged;
        }
    }

    /**
     * Reads what is to be done to pictures from a model folder.
     *
     * @param patch what the tower reads
     * @throws InvalidModelException if a file is missing or says something unsupported, or something else than the
     *     model
     */
    public static PatchProcessor read(Path modelFolder, Patch patch) {
        JsonFile file = Preprocessing.file(modelFolder);
        return read(file, Preprocessing.readPatching(file), patch, LEAST_PIXELS, MOST_PIXELS);
    }

    /**
     * The same of the frames of videos. Where nothing is said of them, what is said of pictures holds, but for limits
     * that are not said at all: frames have others.
     *
     * @throws InvalidModelException as above
     */
    public static PatchProcessor readVideo(Path modelFolder, Patch patch) {
        Optional<JsonFile> own = Preprocessing.videoFile(modelFolder);
        JsonFile file = own.orElseGet(() -> Preprocessing.file(modelFolder));
        Preprocessing steps =
                own.isPresent() ? Preprocessing.readFramePatching(file) : Preprocessing.readPatching(file);
        return read(file, steps, patch, LEAST_FRAME_PIXELS, MOST_FRAME_PIXELS);
    }

    private static PatchProcessor read(JsonFile file, Preprocessing steps, Patch patch, int usualLeast, int usualMost) {
        if (!file.flag("do_resize").orElse(true)) {
            throw file.unexpected("do_resize", "true");
        }
        requireSame(file, "patch_size", 14, patch.size());
        requireSame(file, "temporal_patch_size", 2, patch.frames());
        requireSame(file, "merge_size", 2, patch.merged());
        int least = pixels(file, "min_pixels", "shortest_edge", usualLeast);
        int most = pixels(file, "max_pixels", "longest_edge", usualMost);
        if (least > ImageProcessor.MAX_PIXELS) {
            throw file.unexpected(
                    file.find("min_pixels").isPresent() ? "min_pixels" : "size",
                    "pictures of at least so many pixels that " + ImageProcessor.MAX_PIXELS + " suffice");
        }
        requireFewTokens(file, "min_pixels", least, patch);
        requireFewTokens(file, "max_pixels", most, patch);
        return new PatchProcessor(steps, patch, least, most);
    }

    private static void requireSame(JsonFile file, String key, int absent, int own) {
        if (file.integer(key, 1).orElse(absent) != own) {
            throw file.unexpected(key, own + ", as config.json says,");
        }
    }

    /* Before any picture comes: whatever its size is, what is made of it has at most about so many squares. */
    private static void requireFewTokens(JsonFile file, String key, int pixels, Patch patch) {
        long allowed = (long) MOST_TOKENS * patch.square() * patch.square();
        if (pixels > allowed) {
            throw file.unexpected(
                    file.find(key).isEmpty() && file.find("size").isPresent() ? "size" : key,
                    "limits of at most " + allowed + " pixels, " + MOST_TOKENS + " visual tokens of " + patch.square()
                            + " x " + patch.square() + " pixels");
        }
    }

    /* Older files have a key of its own, which comes first, newer ones the size; its edges are areas. */
    private static int pixels(JsonFile file, String key, String edge, int absent) {
        Optional<Integer> own = file.integer(key, 1);
        if (own.isPresent()) {
            return own.get();
        }
        return file.object("size")
                .map(size -> size.integer(edge, 1)
                        .orElseThrow(() -> file.unexpected("size", "an object with shortest_edge and longest_edge")))
                .orElse(absent);
    }

    /**
     * The squares of a picture.
     *
     * @throws InvalidImageException if one edge is more than 200 times as long as the other
     */
    public PatchGrid grid(Image image) {
        double longer = Math.max(image.width(), image.height());
        if (longer / Math.min(image.width(), image.height()) > MOST_OBLONG) {
            throw new InvalidImageException("expected an image at most " + MOST_OBLONG
                    + " times as long as it is wide, found " + image + ", " + image.width() + " x " + image.height()
                    + " pixels: crop it");
        }
        return grid(image.width(), image.height());
    }

    /** The squares of a picture that is not too oblong. */
    public PatchGrid grid(int width, int height) {
        int square = patch.square();
        long rows = (long) Math.rint((double) height / square);
        long columns = (long) Math.rint((double) width / square);
        long area = rows * columns * square * square;
        double pixels = (double) width * height;
        if (area > most) {
            double shrink = Math.sqrt(pixels / most);
            rows = Math.max(1, (long) Math.floor(height / shrink / square));
            columns = Math.max(1, (long) Math.floor(width / shrink / square));
        } else if (area < least) {
            double grow = Math.sqrt(least / pixels);
            rows = (long) Math.ceil(height * grow / square);
            columns = (long) Math.ceil(width * grow / square);
        }
        return new PatchGrid(Math.toIntExact(rows), Math.toIntExact(columns), patch.merged());
    }

    /**
     * The pixels the tower reads: square after square, row by row, and within a square likewise patch after patch.
     *
     * @shape (patches, 3 x frames x size x size) float32; in a patch channel by channel, frame by frame
     * @throws InvalidImageException if the picture is too oblong, or resizing it would take more than 64 megapixels
     */
    public float[] pixels(Image image) {
        return pixels(List.of(image));
    }

    /**
     * The same of frames that the tower takes together; the last one stands for those that are missing.
     *
     * @param together pictures of one size, at least one and at most as many as the tower takes
     */
    public float[] pixels(List<Image> together) {
        PatchGrid grid = grid(together.get(0));
        float[] pixels = new float[Math.multiplyExact(grid.patches(), patch.values())];
        float[][] planes = new float[CHANNELS][];
        for (int frame = 0; frame < patch.frames(); frame++) {
            if (frame < together.size()) {
                planes = planes(together.get(frame), grid);
            }
            for (int place = 0; place < grid.patches(); place++) {
                for (int channel = 0; channel < CHANNELS; channel++) {
                    int offset = place * patch.values() + channel * patch.values() / CHANNELS;
                    write(planes[channel], grid, place, pixels, offset + frame * patch.size() * patch.size());
                }
            }
        }
        return pixels;
    }

    private float[][] planes(Image image, PatchGrid grid) {
        int width = grid.columns() * patch.square();
        int height = grid.rows() * patch.square();
        // Between the two passes one edge is new and the other still the old one.
        ImageProcessor.checkArea(image, Math.max(width, image.width()), Math.max(height, image.height()));
        Picture picture = PillowResize.resize(Picture.of(image), width, height, steps.filter());
        float[][] planes = new float[CHANNELS][width * height];
        for (int channel = 0; channel < CHANNELS; channel++) {
            picture.channel(channel, steps.levels(channel), planes[channel], 0);
        }
        return planes;
    }

    /* One channel of one frame of one patch. */
    private void write(float[] plane, PatchGrid grid, int place, float[] pixels, int offset) {
        int square = place / grid.squarePatches();
        int inside = place % grid.squarePatches();
        int row = square / grid.columns() * patch.merged() + inside / patch.merged();
        int column = square % grid.columns() * patch.merged() + inside % patch.merged();
        int width = grid.columns() * patch.square();
        for (int line = 0; line < patch.size(); line++) {
            int from = (row * patch.size() + line) * width + column * patch.size();
            System.arraycopy(plane, from, pixels, offset + line * patch.size(), patch.size());
        }
    }
}
