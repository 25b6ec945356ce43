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
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.spi.VisualToken;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A backbone that checks at each call what {@link Backbone} promises, and that it is called as it may be.
 *
 * <p>States and features are handed through as they are.
 */
public final class AssertingBackbone implements Backbone {

    private final Backbone backbone;
    private boolean closed;

    /** Wraps a backbone, which is closed with the wrapper. */
    public AssertingBackbone(Backbone backbone) {
        this.backbone = backbone;
    }

    @Override
    public Geometry geometry() {
        return backbone.geometry();
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = backbone.facts();
        facts.keySet().forEach(key -> Asserting.check(key.matches("[a-z0-9]+(-[a-z0-9]+)*"), "a fact named '%s'", key));
        return facts;
    }

    @Override
    public Prompt prompt(Conversation conversation) {
        open();
        Prompt prompt = backbone.prompt(conversation);
        Asserting.check(
                names(prompt.images()).equals(names(conversation.images())),
                "a prompt of %s for a conversation about %s",
                prompt.images(),
                conversation.images());
        for (int id : prompt.ids()) {
            Asserting.check(id >= 0, "the token id %d", id);
        }
        return prompt;
    }

    private static List<String> names(List<Image> images) {
        return images.stream().map(Image::name).toList();
    }

    @Override
    public Optional<ImageRegion> region(Image image, VisualToken token) {
        Optional<ImageRegion> region = backbone.region(image, token);
        Asserting.check(
                region.isEmpty() == (token.column() == VisualToken.SEPARATOR),
                "the region %s for %s, which stands for a part of a picture or for none",
                region,
                token);
        return region;
    }

    @Override
    public Image shown(Image image, int tile) {
        Image shown = backbone.shown(image, tile);
        Asserting.check(image.frames().contains(shown), "the picture %s for tile %d of %s", shown, tile, image);
        return shown;
    }

    @Override
    public String text(List<Integer> tokens) {
        return backbone.text(tokens);
    }

    @Override
    public List<String> unknownWords(String text) {
        List<String> words = backbone.unknownWords(text);
        Asserting.check(words.size() == new HashSet<>(words).size(), "unknown words named twice: %s", words);
        return words;
    }

    @Override
    public Set<Integer> endTokens() {
        return backbone.endTokens();
    }

    @Override
    public VisualFeatures encode(List<Image> images, Set<Capture> captures) {
        open();
        Asserting.check(!images.isEmpty(), "encoding no image");
        VisualFeatures features = backbone.encode(images, captures);
        Asserting.check(
                new HashSet<>(features.images()).equals(new HashSet<>(images))
                        && features.images().size() == new HashSet<>(images).size(),
                "features of %s for %s",
                features.images(),
                images);
        Asserting.check(features.captures().equals(captures), "captures %s, not %s", features.captures(), captures);
        return features;
    }

    @Override
    public DecoderState embed(List<Prompt> batch, VisualFeatures features) {
        open();
        Asserting.check(!batch.isEmpty(), "embedding no prompt");
        Prompt first = batch.get(0);
        for (Prompt prompt : batch) {
            Asserting.check(
                    prompt.layout().equals(first.layout()),
                    "a batch of layouts %s and %s",
                    first.layout(),
                    prompt.layout());
            Asserting.check(
                    features.images().containsAll(prompt.images()),
                    "a prompt about %s with features of %s",
                    prompt.images(),
                    features.images());
        }
        DecoderState state = checked(backbone.embed(batch, features), 0, first.length());
        Asserting.check(state.prompts().equals(batch), "a state of other prompts");
        Asserting.check(state.captures().isEmpty(), "captures before any was declared");
        return state;
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
        open();
        Asserting.check(
                layer >= state.layer() && layer <= geometry().layers(),
                "advancing from layer %d to %d of %d",
                state.layer(),
                layer,
                geometry().layers());
        DecoderState next = checked(backbone.advance(state, layer, captures), layer, state.tokens());
        Set<Capture> expected = new HashSet<>(captures);
        expected.removeIf(capture -> capture.point().compareTo(Point.decoder(layer)) > 0);
        Asserting.check(next.captures().equals(expected), "captures %s, not %s", next.captures(), expected);
        for (int k = 0; k < layer; k++) {
            int cached = k < state.layer() ? state.keyValueTokens(k) : state.tokens();
            Asserting.check(next.keyValueTokens(k) == cached, "%d keys in layer %d", next.keyValueTokens(k), k);
        }
        return next;
    }

    @Override
    public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
        open();
        Asserting.check(kept.batch() == state.batch(), "%d retentions for %d", kept.batch(), state.batch());
        int dropped = state.visualTokens() - kept.visualTokens();
        Asserting.check(dropped >= 0, "keeping %d of %d", kept.visualTokens(), state.visualTokens());
        DecoderState next = checked(backbone.retain(state, kept, positions), state.layer(), state.tokens() - dropped);
        for (int example = 0; example < state.batch(); example++) {
            int[] before = state.visualIndices(example);
            Asserting.check(
                    kept.mixture(example).fits(before.length),
                    "places %s among %d visual tokens",
                    kept.mixture(example),
                    before.length);
            int[] expected = Arrays.stream(kept.kept(example))
                    .map(place -> before[place])
                    .toArray();
            Asserting.check(
                    Arrays.equals(next.visualIndices(example), expected),
                    "visual tokens %s left, not %s",
                    Arrays.toString(next.visualIndices(example)),
                    Arrays.toString(expected));
            Asserting.check(
                    dropped > 0 || Arrays.deepEquals(next.positionAxes(example), state.positionAxes(example)),
                    "positions that changed although everything stays");
        }
        Asserting.check(next.captures().equals(state.captures()), "captures %s after a drop", next.captures());
        sameCaches(state, next, 0);
        return next;
    }

    @Override
    public DecoderState append(DecoderState state, int[] examples, List<int[]> tokens) {
        open();
        Asserting.check(
                tokens.size() == examples.length && examples.length > 0,
                "%d texts for %d",
                tokens.size(),
                examples.length);
        for (int example : examples) {
            Asserting.check(example >= 0 && example < state.batch(), "example %d of %d", example, state.batch());
        }
        int count = tokens.get(0).length;
        for (int[] each : tokens) {
            Asserting.check(each.length == count && count > 0, "texts of %d and %d tokens", count, each.length);
        }
        DecoderState next = checked(backbone.append(state, examples, tokens), state.layer(), state.tokens() + count);
        Asserting.check(next.batch() == examples.length, "%d examples, not %d", next.batch(), examples.length);
        for (int i = 0; i < examples.length; i++) {
            Asserting.check(
                    next.prompts().get(i).equals(state.prompts().get(examples[i]))
                            && Arrays.equals(next.visualIndices(i), state.visualIndices(examples[i])),
                    "another example than %d",
                    examples[i]);
        }
        Asserting.check(next.visualTokens() == state.visualTokens(), "other visual tokens after appended text");
        Asserting.check(next.captures().isEmpty(), "captures of a shorter sequence: %s", next.captures());
        sameCaches(state, next, count);
        return next;
    }

    @Override
    public Logits logits(DecoderState state) {
        open();
        Asserting.check(state.layer() == geometry().layers(), "logits at layer %d", state.layer());
        Logits logits = backbone.logits(state);
        Asserting.check(
                logits.batch() == state.batch()
                        && logits.vocabulary() == geometry().vocabularySize(),
                "%d rows of %d logits",
                logits.batch(),
                logits.vocabulary());
        return logits;
    }

    @Override
    public void close() {
        closed = true;
        backbone.close();
    }

    private void open() {
        Asserting.check(!closed, "using a closed backbone");
    }

    private static void sameCaches(DecoderState before, DecoderState after, int added) {
        for (int k = 0; k < before.layer(); k++) {
            Asserting.check(
                    after.keyValueTokens(k) == before.keyValueTokens(k) + added,
                    "%d keys in layer %d after %d",
                    after.keyValueTokens(k),
                    k,
                    before.keyValueTokens(k));
        }
    }

    /** Checks what holds of every state. */
    private static DecoderState checked(DecoderState state, int layer, int tokens) {
        Asserting.check(state.layer() == layer, "a state at layer %d, not %d", state.layer(), layer);
        Asserting.check(state.tokens() == tokens, "%d tokens, not %d", state.tokens(), tokens);
        for (int example = 0; example < state.batch(); example++) {
            ascending("visual indices", state.visualIndices(example), state.visualTokens());
            ascending("visual rows", state.visualRows(example), state.visualTokens());
            for (int[] positions : state.positionAxes(example)) {
                Asserting.check(positions.length == tokens, "%d positions for %d rows", positions.length, tokens);
            }
        }
        return state;
    }

    private static void ascending(String what, int[] values, int count) {
        boolean ascending =
                Arrays.equals(values, Arrays.stream(values).sorted().distinct().toArray());
        Asserting.check(values.length == count && ascending, "%d %s: %s", count, what, Arrays.toString(values));
    }
}
