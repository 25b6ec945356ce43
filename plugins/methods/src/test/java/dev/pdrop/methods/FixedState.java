// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods;

import ai.djl.ndarray.NDArray;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageSpan;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualToken;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A state whose captured values are written down by hand; its visual tokens stand in chosen rows. */
public final class FixedState implements DecoderState {

    private final int layer;
    private final int tokens;
    private final int[][] visualRows;
    private final Map<Capture, NDArray> captured;
    private final List<Prompt> prompts;

    /**
     * A state.
     *
     * @param layer where it stands
     * @param tokens rows of each example
     * @param visualRows rows of the visual tokens of each example; all of them are still there
     * @param captured what it carries, borrowed
     */
    public FixedState(int layer, int tokens, int[][] visualRows, Map<Capture, NDArray> captured) {
        this.layer = layer;
        this.tokens = tokens;
        this.visualRows = visualRows;
        this.captured = captured;
        List<VisualToken> origins = IntStream.range(0, visualRows[0].length)
                .mapToObj(column -> new VisualToken(0, 0, 0, column))
                .toList();
        this.prompts = Collections.nCopies(visualRows.length, prompt(tokens, visualRows[0], origins));
    }

    private FixedState(List<VisualToken> origins) {
        int[] rows = IntStream.range(0, origins.size()).toArray();
        this.layer = 0;
        this.tokens = origins.size();
        this.visualRows = new int[][] {rows};
        this.captured = Map.of();
        this.prompts = List.of(prompt(origins.size(), rows, origins));
    }

    /** A state before layer 0 of one prompt that is nothing but visual tokens. */
    public static FixedState of(List<VisualToken> origins) {
        return new FixedState(origins);
    }

    private static Prompt prompt(int tokens, int[] rows, List<VisualToken> origins) {
        List<ImageSpan> spans =
                IntStream.of(rows).mapToObj(row -> new ImageSpan(0, row, 1)).toList();
        return new Prompt(
                new int[tokens], spans, origins, List.of(Image.of("one pixel", 1, 1, new byte[3])), List.of());
    }

    @Override
    public int layer() {
        return layer;
    }

    @Override
    public List<Prompt> prompts() {
        return prompts;
    }

    @Override
    public int tokens() {
        return tokens;
    }

    @Override
    public int visualTokens() {
        return visualRows[0].length;
    }

    @Override
    public int[] visualIndices(int example) {
        return IntStream.range(0, visualTokens()).toArray();
    }

    @Override
    public int[] visualRows(int example) {
        return visualRows[example].clone();
    }

    @Override
    public int[] positions(int example) {
        return IntStream.range(0, tokens).toArray();
    }

    @Override
    public int nextPosition(int example) {
        return tokens();
    }

    @Override
    public int keyValueTokens(int decoderLayer) {
        return tokens;
    }

    @Override
    public Set<Capture> captures() {
        return captured.keySet();
    }

    @Override
    public NDArray captured(Capture capture) {
        NDArray value = captured.get(capture);
        if (value == null) {
            throw new IllegalArgumentException(capture + " was not declared");
        }
        return value;
    }

    @Override
    public void close() {}
}
