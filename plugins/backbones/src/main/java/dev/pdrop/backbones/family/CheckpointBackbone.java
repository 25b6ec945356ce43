// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.family;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.pdrop.backbones.decoder.Decoder;
import dev.pdrop.backbones.family.ModelFamily.Opening;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.text.PromptWriter;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.InvalidImageException;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.spi.VisualToken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A checkpoint in memory: all of a backbone that does not depend on what its family makes of images. */
public abstract class CheckpointBackbone implements Backbone {

    private final Map<String, String> facts;
    private final Kernels kernels;
    private final Decoder decoder;
    private final PromptWriter prompts;

    /**
     * A backbone that owns its parts and closes them.
     *
     * @param family its family's name
     */
    protected CheckpointBackbone(
            String family, Opening opening, Kernels kernels, Decoder decoder, PromptWriter prompts) {
        this.facts = facts(family, opening, kernels, prompts);
        this.kernels = kernels;
        this.decoder = decoder;
        this.prompts = prompts;
    }

    private static Map<String, String> facts(String family, Opening opening, Kernels kernels, PromptWriter prompts) {
        Engine engine = Engine.getEngine("PyTorch");
        Device device = kernels.device();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("family", family);
        facts.put(
                "model",
                opening.folder().toAbsolutePath().normalize().getFileName().toString());
        facts.put("template", prompts.templateName());
        facts.put("device", device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu");
        facts.put("dtype", opening.format().name().toLowerCase(Locale.ROOT));
        facts.put("weights", opening.weights().name().toLowerCase(Locale.ROOT));
        facts.put("threads", Integer.toString(JniUtils.getNumThreads()));
        facts.put("pytorch", engine.getVersion());
        facts.put("djl", Engine.getDjlVersion());
        return facts;
    }

    /**
     * What an image becomes, in the order of its features.
     *
     * @param place of the image in the conversation
     */
    protected abstract List<VisualToken> visualTokens(int place, Image image);

    /** A conversation with its images as the family sees them together; the default sees each by itself. */
    protected Conversation prepared(Conversation conversation) {
        return conversation;
    }

    @Override
    public final Map<String, String> facts() {
        return Collections.unmodifiableMap(facts);
    }

    @Override
    public final Prompt prompt(Conversation conversation) {
        requireSeen(conversation);
        return written(prepared(conversation));
    }

    /**
     * Checks that the family sees all that a conversation shows.
     *
     * @throws InvalidImageException if there is a video, and it defines none
     */
    protected final void requireSeen(Conversation conversation) {
        if (!seesVideos()) {
            conversation.images().stream().filter(Image::isVideo).findFirst().ifPresent(this::refuse);
        }
    }

    /** Whether the family defines what a video becomes; the default is one that does not. */
    protected boolean seesVideos() {
        return false;
    }

    private void refuse(Image video) {
        throw new InvalidImageException("expected a picture for a model of the family " + facts.get("family")
                + ", found the video " + video + ": take a model of LLaVA-OneVision, Qwen2-VL or Qwen2.5-VL");
    }

    /** The prompt of a conversation; the default puts the visual tokens of each image into one run. */
    protected Prompt written(Conversation conversation) {
        return prompts.write(
                conversation, place -> visualTokens(place, conversation.images().get(place)));
    }

    @Override
    public final String text(List<Integer> tokens) {
        return prompts.decode(tokens);
    }

    @Override
    public final List<String> unknownWords(String text) {
        return prompts.unknownWords(text);
    }

    @Override
    public final Set<Integer> endTokens() {
        return prompts.endTokens();
    }

    @Override
    public final DecoderState embed(List<Prompt> batch, VisualFeatures features) {
        List<Tensor> ordered = new ArrayList<>();
        for (Prompt prompt : batch) {
            // The runs of an image follow each other, and so do its features.
            Map<Integer, Integer> rows = new LinkedHashMap<>();
            prompt.layout().spans().forEach(span -> rows.merge(span.image(), span.length(), Integer::sum));
            rows.forEach((image, length) -> ordered.add(
                    features((ImageFeatures) features, prompt.images().get(image), length)));
        }
        return decoder.embed(batch, ordered);
    }

    private static Tensor features(ImageFeatures features, Image image, int length) {
        Tensor tensor = features.tensor(image);
        if (tensor.size(0) != length) {
            throw new IllegalArgumentException(
                    image + " has " + tensor.size(0) + " visual tokens, and room for " + length);
        }
        return tensor;
    }

    /** Tensors that states, features and tables hold now. */
    public final int liveTensors() {
        return kernels.liveTensors();
    }

    @Override
    public final NDManager newManager() {
        return kernels.manager().newSubManager();
    }

    @Override
    public final VisualFeatures noFeatures() {
        return new ImageFeatures(Set.of());
    }

    @Override
    public final boolean supports(Capture capture) {
        return decoder.supports(capture);
    }

    @Override
    public final DecoderState advance(DecoderState state, int layer, Set<Capture> captures) {
        return decoder.advance(state, layer, captures);
    }

    @Override
    public final DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
        return decoder.retain(state, kept, positions);
    }

    @Override
    public final DecoderState append(DecoderState state, int[] examples, List<int[]> tokens) {
        return decoder.append(state, examples, tokens);
    }

    @Override
    public final Logits logits(DecoderState state) {
        return decoder.logits(state);
    }

    /** Loads and calls kernels; not to be closed. */
    protected final Kernels kernels() {
        return kernels;
    }

    /** Writes prompts; not to be closed. */
    protected final PromptWriter prompts() {
        return prompts;
    }

    @Override
    public final void close() {
        prompts.close();
        decoder.close();
        kernels.close();
    }
}
