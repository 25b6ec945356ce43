// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

import dev.pdrop.backbones.json.JsonFile;
import dev.pdrop.spi.InvalidModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a checkpoint says is to be done to a picture.
 *
 * @param pad whether it is first put in the middle of a square of the mean colour
 * @param resize what it is resized to; empty if it is not
 * @param filter how it is resized
 * @param crop what is cut from its middle; empty if nothing is
 * @param rescale what its levels are multiplied with; 1 if they are not
 * @param normalization mean and deviation of each channel; empty if it is not normalised
 */
record Preprocessing(
        boolean pad,
        Optional<Size> resize,
        Resampling filter,
        Optional<Size.Exact> crop,
        double rescale,
        Optional<Normalization> normalization) {

    /* The class defaults of CLIPImageProcessor, for files written before the keys existed. */
    private static final double DEFAULT_RESCALE = 1 / 255.0;

    private static final Set<String> PROCESSORS = Set.of(
            "CLIPImageProcessor",
            "CLIPImageProcessorFast",
            "CLIPImageProcessorPil",
            "CLIPFeatureExtractor",
            "LlavaImageProcessor",
            "LlavaImageProcessorFast",
            "LlavaImageProcessorPil");

    private static final Set<String> SPLITTING_PROCESSORS = Set.of(
            "SmolVLMImageProcessor",
            "SmolVLMImageProcessorFast",
            "SmolVLMImageProcessorPil",
            "Idefics3ImageProcessor",
            "Idefics3ImageProcessorFast",
            "Idefics3ImageProcessorPil");

    private static final Set<String> PATCHING_PROCESSORS =
            Set.of("Qwen2VLImageProcessor", "Qwen2VLImageProcessorFast", "Qwen2VLImageProcessorPil");

    /* The class defaults of Qwen2VLImageProcessor: what CLIP's pictures are normalised by. */
    private static final Normalization USUAL =
            new Normalization(List.of(0.48145466, 0.4578275, 0.40821073), List.of(0.26862954, 0.26130258, 0.27577711));

    private static final Set<String> TILING_PROCESSORS = Set.of(
            "LlavaNextImageProcessor",
            "LlavaNextImageProcessorFast",
            "LlavaNextImageProcessorPil",
            "LlavaOnevisionImageProcessor",
            "LlavaOnevisionImageProcessorFast",
            "LlavaOnevisionImageProcessorPil");

    /**
     * How a channel is normalised.
     *
     * @param mean one for each channel, of a range of 0 to 1 as a rule
     * @param deviation one for each channel, not 0
     */
    record Normalization(List<Double> mean, List<Double> deviation) {}

    /** Reads the folder's {@code processor_config.json} or {@code preprocessor_config.json}. */
    static Preprocessing read(Path folder) {
        JsonFile file = file(folder);
        checkProcessor(file, PROCESSORS, "CLIPImageProcessor or LlavaImageProcessor");
        return read(file, pads(file, folder), required(file, "do_center_crop"));
    }

    /**
     * The same for a processor that cuts pictures into tiles; what it says of padding is of batches, not of pictures.
     */
    static Preprocessing readTiling(Path folder) {
        JsonFile file = file(folder);
        checkProcessor(file, TILING_PROCESSORS, "LlavaNextImageProcessor or LlavaOnevisionImageProcessor");
        return read(file, false, file.flag("do_center_crop").orElse(false));
    }

    /**
     * The same for a processor that makes pictures a whole number of tiles; what it says of sizes is read by
     * {@link SplitProcessor}.
     */
    static Preprocessing readSplitting(JsonFile file) {
        checkProcessor(file, SPLITTING_PROCESSORS, "SmolVLMImageProcessor or Idefics3ImageProcessor");
        return new Preprocessing(
                false,
                Optional.empty(),
                filter(file),
                Optional.empty(),
                file.flag("do_rescale").orElse(true) ? rescale(file) : 1,
                normalization(file));
    }

    /**
     * The same for a processor that leaves pictures their size as far as it can, with its class defaults for keys that
     * are missing; what it says of sizes is read by {@link PatchProcessor}.
     */
    static Preprocessing readPatching(JsonFile file) {
        checkProcessor(file, PATCHING_PROCESSORS, "Qwen2VLImageProcessor");
        return patching(file);
    }

    /** The same for what is said of videos. */
    static Preprocessing readFramePatching(JsonFile file) {
        requireVideoProcessor(file, "Qwen2VLVideoProcessor");
        if (file.flag("cap_pixels_per_frame").orElse(false)) {
            throw file.unexpected("cap_pixels_per_frame", "false");
        }
        return patching(file);
    }

    private static Preprocessing patching(JsonFile file) {
        boolean normalizes = file.flag("do_normalize").orElse(true);
        return new Preprocessing(
                false,
                Optional.empty(),
                file.find("resample").isPresent() ? filter(file) : Resampling.BICUBIC,
                Optional.empty(),
                file.flag("do_rescale").orElse(true) ? rescale(file) : 1,
                normalizes ? normalizationOr(file, USUAL) : Optional.empty());
    }

    /** The resolutions at which the folder's processor cuts pictures into tiles, each height and width. */
    static List<List<Integer>> resolutions(Path folder) {
        return file(folder).integerLists("image_grid_pinpoints", 1);
    }

    private static Optional<Normalization> normalization(JsonFile file) {
        return required(file, "do_normalize")
                ? Optional.of(new Normalization(channels(file, "image_mean", false), channels(file, "image_std", true)))
                : Optional.empty();
    }

    private static Preprocessing read(JsonFile file, boolean pad, boolean crops) {
        Optional<Normalization> normalization = normalization(file);
        boolean resize = required(file, "do_resize");
        return new Preprocessing(
                pad,
                resize ? Optional.of(size(file)) : Optional.empty(),
                resize ? filter(file) : Resampling.BICUBIC,
                crops ? Optional.of(crop(file)) : Optional.empty(),
                file.flag("do_rescale").orElse(true) ? rescale(file) : 1,
                normalization);
    }

    /* Since 5.0 transformers nests the settings in the processor's file, and prefers them there. */
    static JsonFile file(Path folder) {
        Optional<JsonFile> nested = JsonFile.readIfPresent(folder.resolve("processor_config.json"))
                .flatMap(file -> file.object("image_processor"));
        return nested.or(() -> JsonFile.readIfPresent(folder.resolve("preprocessor_config.json")))
                .orElseThrow(() -> new InvalidModelException("expected preprocessor_config.json, or"
                        + " processor_config.json with 'image_processor', found neither in " + folder
                        + ": take it from the checkpoint"));
    }

    /** What a folder says of videos, if it does. */
    static Optional<JsonFile> videoFile(Path folder) {
        return JsonFile.readIfPresent(folder.resolve("processor_config.json"))
                .flatMap(file -> file.object("video_processor"))
                .or(() -> JsonFile.readIfPresent(folder.resolve("video_preprocessor_config.json")));
    }

    /**
     * Checks that frames of videos become tiles as pictures do.
     *
     * @throws InvalidModelException if the folder says otherwise of videos
     */
    void requireSameForVideos(Path folder, int tile) {
        Optional<JsonFile> found = videoFile(folder);
        if (found.isEmpty()) {
            return;
        }
        JsonFile file = found.get();
        requireVideoProcessor(file, "LlavaOnevisionVideoProcessor");
        Optional<Normalization> own =
                file.flag("do_normalize").orElse(true) ? normalizationOr(file, USUAL) : Optional.empty();
        if (!own.equals(normalization)) {
            String key = normalization.isEmpty() || own.isEmpty() ? "do_normalize" : "image_mean";
            throw file.unexpected(
                    key, "frames that are normalised as pictures are, by do_normalize, image_mean and image_std,");
        }
        if ((file.find("resample").isPresent() ? filter(file) : Resampling.BICUBIC) != filter) {
            throw file.unexpected("resample", "frames that are resized by the filter of pictures");
        }
        if ((file.flag("do_rescale").orElse(true) ? rescale(file) : 1) != rescale) {
            throw file.unexpected("rescale_factor", "frames that are rescaled as pictures are");
        }
        Size.Exact square = new Size.Exact(tile, tile);
        if (!file.flag("do_resize").orElse(true)
                || (file.find("size").isPresent() && !size(file).equals(square))) {
            throw file.unexpected("size", "frames that are resized to " + tile + " x " + tile + " pixels");
        }
        if (file.flag("do_center_crop").orElse(false) && !crop(file).equals(square)) {
            throw file.unexpected(
                    "crop_size", "frames that are cut to no less than " + tile + " x " + tile + " pixels");
        }
    }

    private static Optional<Normalization> normalizationOr(JsonFile file, Normalization absent) {
        boolean own =
                file.find("image_mean").isPresent() || file.find("image_std").isPresent();
        return Optional.of(
                own
                        ? new Normalization(channels(file, "image_mean", false), channels(file, "image_std", true))
                        : absent);
    }

    private static void requireVideoProcessor(JsonFile file, String expected) {
        if (!file.text("video_processor_type").orElse(expected).equals(expected)) {
            throw file.unexpected("video_processor_type", expected);
        }
    }

    private static void checkProcessor(JsonFile file, Set<String> known, String expected) {
        String key = file.find("image_processor_type").isPresent() ? "image_processor_type" : "feature_extractor_type";
        String type = file.text(key).orElse("");
        if (!known.contains(type)) {
            throw file.unexpected(key, expected);
        }
    }

    /** The mean colour, on which pictures are put. */
    int[] background() {
        return normalization
                .map(own ->
                        own.mean().stream().mapToInt(mean -> (int) (mean * 255)).toArray())
                .orElseGet(() -> new int[3]);
    }

    /** What each of the 256 levels of a channel becomes. */
    float[] levels(int channel) {
        float[] levels = new float[256];
        for (int level = 0; level < levels.length; level++) {
            float rescaled = (float) (level * rescale);
            levels[level] = normalization
                    .map(by -> (rescaled - by.mean().get(channel).floatValue())
                            / by.deviation().get(channel).floatValue())
                    .orElse(rescaled);
        }
        return levels;
    }

    private static boolean required(JsonFile file, String key) {
        return file.flag(key).orElseThrow(() -> file.unexpected(key, "true or false"));
    }

    private static double rescale(JsonFile file) {
        return file.number("rescale_factor").orElse(DEFAULT_RESCALE);
    }

    private static Resampling filter(JsonFile file) {
        return file.integer("resample", 0)
                .flatMap(Resampling::of)
                .orElseThrow(
                        () -> file.unexpected("resample", "0 (nearest), 1 (Lanczos), 2 (bilinear) or 3 (bicubic)"));
    }

    private static Size size(JsonFile file) {
        if (file.find("size").filter(value -> !value.isJsonObject()).isPresent()) {
            return file.integer("size", 1).map(Size.ShortestEdge::new).orElseThrow();
        }
        JsonFile size = file.object("size").orElseThrow(() -> file.unexpected("size", "an integer or an object"));
        if (Set.copyOf(size.keys()).equals(Set.of("shortest_edge"))) {
            return new Size.ShortestEdge(edge(size, "shortest_edge"));
        }
        return exact(file, "size", size);
    }

    private static Size.Exact crop(JsonFile file) {
        if (file.find("crop_size").filter(value -> !value.isJsonObject()).isPresent()) {
            return file.integer("crop_size", 1)
                    .map(side -> new Size.Exact(side, side))
                    .orElseThrow();
        }
        JsonFile size =
                file.object("crop_size").orElseThrow(() -> file.unexpected("crop_size", "an integer or an object"));
        return exact(file, "crop_size", size);
    }

    private static Size.Exact exact(JsonFile file, String key, JsonFile size) {
        if (!Set.copyOf(size.keys()).equals(Set.of("height", "width"))) {
            throw file.unexpected(key, "{shortest_edge} or {height, width}");
        }
        return new Size.Exact(edge(size, "height"), edge(size, "width"));
    }

    private static int edge(JsonFile size, String key) {
        return size.integer(key, 1).orElseThrow(() -> size.unexpected(key, "an integer of at least 1"));
    }

    private static List<Double> channels(JsonFile file, String key, boolean positive) {
        List<Double> channels = file.numbers(key);
        if (channels.size() != 3 || (positive && channels.contains(0.0))) {
            throw file.unexpected(key, positive ? "three numbers other than 0" : "three numbers");
        }
        return channels;
    }

    /* A LlavaImageProcessor says it itself; the checkpoints of the LLaVA authors say it in the model's config. */
    private static boolean pads(JsonFile file, Path folder) {
        if (file.flag("do_pad").orElse(false)) {
            if (file.text("image_processor_type").orElse("").startsWith("CLIP")) {
                throw file.unexpected("do_pad", "false for a CLIPImageProcessor, whose padding is another one,");
            }
            return true;
        }
        Optional<JsonFile> config = JsonFile.readIfPresent(folder.resolve("config.json"));
        String ratio = config.flatMap(model -> model.text("image_aspect_ratio")).orElse("square");
        if (config.isPresent() && !Set.of("square", "pad").contains(ratio)) {
            throw config.get().unexpected("image_aspect_ratio", "pad or square");
        }
        return ratio.equals("pad");
    }
}
