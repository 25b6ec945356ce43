// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.pdrop.backbones.decoder.Decoder;
import dev.pdrop.backbones.family.ModelFamily.Opening;
import dev.pdrop.backbones.image.ImageProcessor;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.RowKernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.kernels.VisionKernels;
import dev.pdrop.backbones.text.PromptWriter;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.ImageSpan;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.spi.VisualToken;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** A LLaVA checkpoint in memory. */
sealed class LlavaBackbone implements Backbone permits TrainableLlava {

    private static final Set<Capture> VISION_CAPTURES = Set.of(Capture.pixels(), Capture.patches());

    private final LlavaConfig config;
    private final Map<String, String> facts;
    private final Kernels kernels;
    private final LlavaModel model;
    private final ImageProcessor images;
    private final PromptWriter prompts;

    LlavaBackbone(
            Opening opening,
            LlavaConfig config,
            Kernels kernels,
            LlavaModel model,
            ImageProcessor images,
            PromptWriter prompts) {
        this.config = config;
        this.facts = facts(opening, kernels, prompts);
        this.kernels = kernels;
        this.model = model;
        this.images = images;
        this.prompts = prompts;
    }

    private static Map<String, String> facts(Opening opening, Kernels kernels, PromptWriter prompts) {
        Engine engine = Engine.getEngine("PyTorch");
        Device device = kernels.device();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("family", "llava");
        facts.put(
                "model",
                opening.folder().toAbsolutePath().normalize().getFileName().toString());
        facts.put("template", prompts.templateName());
        facts.put("device", device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu");
        facts.put("dtype", opening.format().name().toLowerCase(Locale.ROOT));
        facts.put("threads", Integer.toString(JniUtils.getNumThreads()));
        facts.put("pytorch", engine.getVersion());
        facts.put("djl", Engine.getDjlVersion());
        return facts;
    }

    @Override
    public Geometry geometry() {
        return config.geometry();
    }

    @Override
    public Map<String, String> facts() {
        return Collections.unmodifiableMap(facts);
    }

    @Override
    public Prompt prompt(Conversation conversation) {
        return prompts.write(conversation, this::visualTokens);
    }

    /* The class token, where it is kept, is no part of the picture. */
    final List<VisualToken> visualTokens(int image) {
        List<VisualToken> tokens = new ArrayList<>();
        if (config.vision().keepsClass()) {
            tokens.add(new VisualToken(image, 0, 0, VisualToken.SEPARATOR));
        }
        int side = config.vision().side();
        for (int patch = 0; patch < side * side; patch++) {
            tokens.add(new VisualToken(image, 0, patch / side, patch % side));
        }
        return tokens;
    }

    @Override
    public Optional<ImageRegion> region(Image image, VisualToken token) {
        int side = config.vision().side();
        return token.column() == VisualToken.SEPARATOR
                ? Optional.empty()
                : Optional.of(images.seen(image.width(), image.height()).cell(token.row(), token.column(), side, side));
    }

    @Override
    public String text(List<Integer> tokens) {
        return prompts.decode(tokens);
    }

    @Override
    public List<String> unknownWords(String text) {
        return prompts.unknownWords(text);
    }

    @Override
    public Set<Integer> endTokens() {
        return prompts.endTokens();
    }

    /*
     * One image at a time, so that an image's features do not depend on which others it is encoded with; all at once
     * while gradients are recorded, which is faster.
     */
    @Override
    public VisualFeatures encode(List<Image> given, Set<Capture> captures) {
        if (given.isEmpty()) {
            throw new IllegalArgumentException("at least one image is encoded");
        }
        ImageFeatures features = new ImageFeatures(captures);
        try {
            List<Image> distinct = given.stream().distinct().toList();
            int together = kernels.recording() ? distinct.size() : 1;
            for (int first = 0; first < distinct.size(); first += together) {
                List<Image> batch = distinct.subList(first, first + together);
                encode(features, batch, pixels(batch));
            }
            return features;
        } catch (RuntimeException | Error e) {
            features.close();
            throw e;
        }
    }

    private float[] pixels(List<Image> batch) {
        if (batch.size() == 1) {
            return images.pixels(batch.get(0));
        }
        FloatBuffer all = FloatBuffer.allocate(batch.size() * config.vision().numbers());
        batch.forEach(image -> all.put(images.pixels(image)));
        return all.array();
    }

    /** Adds images by what enters the tower: (images, channels, height, width). */
    final void encode(ImageFeatures features, List<Image> batch, float[] values) {
        for (Capture capture : features.captures()) {
            if (!VISION_CAPTURES.contains(capture)) {
                throw new IllegalArgumentException(capture + " is not a value of this vision tower");
            }
        }
        int size = config.vision().imageSize();
        VisionKernels vision = new VisionKernels(kernels);
        try (Tensor pixels =
                        kernels.floats(values, batch.size(), config.vision().channels(), size, size);
                Tensor rows = model.tower().run(pixels);
                Tensor projected = model.projector().run(rows)) {
            if (features.captures().contains(Capture.pixels())) {
                each(batch, vision.eachImage(pixels), (image, own) -> features.add(Capture.pixels(), image, own));
            }
            if (features.captures().contains(Capture.patches())) {
                each(batch, patches(rows), (image, own) -> features.add(Capture.patches(), image, own));
            }
            each(batch, vision.eachImage(projected), features::add);
        }
    }

    private List<Tensor> patches(Tensor rows) {
        VisionKernels vision = new VisionKernels(kernels);
        if (kernels.recording()) {
            return vision.eachImage(rows);
        }
        try (Tensor wide = new RowKernels(kernels).widened(rows)) {
            return vision.eachImage(wide);
        }
    }

    private static void each(List<Image> batch, List<Tensor> tensors, BiConsumer<Image, Tensor> use) {
        for (int i = 0; i < batch.size(); i++) {
            use.accept(batch.get(i), tensors.get(i));
        }
    }

    @Override
    public DecoderState embed(List<Prompt> batch, VisualFeatures features) {
        List<Tensor> ordered = new ArrayList<>();
        for (Prompt prompt : batch) {
            for (ImageSpan span : prompt.layout().spans()) {
                ordered.add(features((ImageFeatures) features, prompt, span));
            }
        }
        return decoder().embed(batch, ordered);
    }

    private static Tensor features(ImageFeatures features, Prompt prompt, ImageSpan span) {
        Tensor tensor = features.tensor(prompt.images().get(span.image()));
        if (tensor.size(0) != span.length()) {
            throw new IllegalArgumentException(
                    "an image of " + tensor.size(0) + " visual tokens does not fill " + span);
        }
        return tensor;
    }

    /** Tensors that states, features and tables hold now. */
    int liveTensors() {
        return kernels.liveTensors();
    }

    @Override
    public NDManager newManager() {
        return kernels.manager().newSubManager();
    }

    @Override
    public VisualFeatures noFeatures() {
        return new ImageFeatures(Set.of());
    }

    @Override
    public boolean supports(Capture capture) {
        return decoder().supports(capture);
    }

    @Override
    public DecoderState advance(DecoderState state, int layer, Set<Capture> captures) {
        return decoder().advance(state, layer, captures);
    }

    @Override
    public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
        return decoder().retain(state, kept, positions);
    }

    @Override
    public DecoderState append(DecoderState state, int[] examples, List<int[]> tokens) {
        return decoder().append(state, examples, tokens);
    }

    @Override
    public Logits logits(DecoderState state) {
        return decoder().logits(state);
    }

    final LlavaConfig config() {
        return config;
    }

    final Kernels kernels() {
        return kernels;
    }

    final LlavaModel model() {
        return model;
    }

    final PromptWriter prompts() {
        return prompts;
    }

    private Decoder decoder() {
        return model.decoder();
    }

    @Override
    public void close() {
        prompts.close();
        decoder().close();
        kernels.close();
    }
}
