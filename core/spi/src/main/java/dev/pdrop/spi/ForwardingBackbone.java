// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A backbone that hands every call through to another one: whoever watches or changes some calls overrides those. */
public class ForwardingBackbone implements Backbone {

    private final Backbone backbone;

    /** Hands calls through to a backbone, which is closed with it. */
    public ForwardingBackbone(Backbone backbone) {
        this.backbone = backbone;
    }

    @Override
    public Geometry geometry() {
        return backbone.geometry();
    }

    @Override
    public Map<String, String> facts() {
        return backbone.facts();
    }

    @Override
    public Prompt prompt(Conversation conversation) {
        return backbone.prompt(conversation);
    }

    @Override
    public Optional<ImageRegion> region(Image image, VisualToken token) {
        return backbone.region(image, token);
    }

    @Override
    public Image shown(Image image, int tile) {
        return backbone.shown(image, tile);
    }

    @Override
    public String text(List<Integer> tokens) {
        return backbone.text(tokens);
    }

    @Override
    public List<String> unknownWords(String text) {
        return backbone.unknownWords(text);
    }

    @Override
    public Set<Integer> endTokens() {
        return backbone.endTokens();
    }

    @Override
    public VisualFeatures encode(List<Image> images, Set<Capture> captures) {
        return backbone.encode(images, captures);
    }

    @Override
    public DecoderState embed(List<Prompt> batch, VisualFeatures features) {
        return backbone.embed(batch, features);
    }

    @Override
    public NDManager newManager() {
        return backbone.newManager();
    }

    @Override
    public VisualFeatures noFeatures() {
        return backbone.noFeatures();
    }

    @Override
    public boolean supports(Capture capture) {
        return backbone.supports(capture);
    }

    @Override
    public DecoderState advance(DecoderState state, int layer, Set<Capture> captures) {
        return backbone.advance(state, layer, captures);
    }

    @Override
    public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
        return backbone.retain(state, kept, positions);
    }

    @Override
    public DecoderState append(DecoderState state, int[] examples, List<int[]> tokens) {
        return backbone.append(state, examples, tokens);
    }

    @Override
    public Logits logits(DecoderState state) {
        return backbone.logits(state);
    }

    @Override
    public void close() {
        backbone.close();
    }
}
