// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import ai.djl.ndarray.NDManager;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.VisualFeatures;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A backbone that hands every call through to another one; tests override the calls that they watch or break. */
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
