// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

import dev.pdrop.spi.Layout;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Retention;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which rows a state holds: the book-keeping of a batch, without any tensor.
 *
 * <p>Immutable. A row is known by its <em>source</em>: its place in the sequence before any reduction, appended rows
 * counted behind the prompt. Everything else follows from sources and position ids.
 */
final class ToyRows {

    private final Layout layout;
    private final int appended;
    private final int[][] sources;
    private final int[][] positions;
    private final int nextPosition;

    private ToyRows(Layout layout, int appended, int[][] sources, int[][] positions, int nextPosition) {
        this.layout = layout;
        this.appended = appended;
        this.sources = sources;
        this.positions = positions;
        this.nextPosition = nextPosition;
    }

    /** Every row of a batch of prompts. */
    static ToyRows of(Layout layout, int batch) {
        int[][] all = perExample(batch, example -> IntStream.range(0, layout.length()));
        return new ToyRows(layout, 0, all, all, layout.length());
    }

    int batch() {
        return sources.length;
    }

    int tokens() {
        return sources[0].length;
    }

    int visualTokens() {
        return visualRows(0).length;
    }

    int[] positions(int example) {
        return positions[example].clone();
    }

    /** The position ids of each example, a copy. */
    int[][] positions() {
        return perExample(batch(), example -> Arrays.stream(positions[example]));
    }

    /** The position id of the next row to come. */
    int nextPosition() {
        return nextPosition;
    }

    int[] visualRows(int example) {
        return IntStream.range(0, tokens())
                .filter(row -> visualIndex(sources[example][row]) >= 0)
                .toArray();
    }

    int[] visualIndices(int example) {
        return Arrays.stream(visualRows(example))
                .map(row -> visualIndex(sources[example][row]))
                .toArray();
    }

    /** The rows that stay: all text and the kept visual tokens. */
    int[][] staying(Retention kept) {
        return perExample(batch(), example -> {
            int[] visual = visualRows(example);
            IntStream text = IntStream.range(0, tokens()).filter(row -> Arrays.binarySearch(visual, row) < 0);
            IntStream chosen = Arrays.stream(kept.kept(example)).map(place -> visual[place]);
            return IntStream.concat(text, chosen).sorted();
        });
    }

    /** Only these rows, with position ids as the policy says. */
    ToyRows keep(int[][] rows, PositionPolicy policy) {
        int[][] left = pick(sources, rows);
        if (policy == PositionPolicy.ORIGINAL) {
            return new ToyRows(layout, appended, left, pick(positions, rows), nextPosition);
        }
        int count = rows[0].length;
        int[][] renumbered = perExample(batch(), example -> IntStream.range(0, count));
        return new ToyRows(layout, appended, left, renumbered, count);
    }

    /** The rows of chosen examples. */
    ToyRows examples(int[] chosen) {
        return new ToyRows(
                layout,
                appended,
                perExample(chosen.length, i -> Arrays.stream(sources[chosen[i]])),
                perExample(chosen.length, i -> Arrays.stream(positions[chosen[i]])),
                nextPosition);
    }

    /** These rows and {@code count} text rows behind them. */
    ToyRows append(int count) {
        int source = layout.length() + appended;
        int[][] longerSources =
                perExample(batch(), example -> IntStream.concat(Arrays.stream(sources[example]), range(source, count)));
        int[][] longerPositions = perExample(
                batch(), example -> IntStream.concat(Arrays.stream(positions[example]), range(nextPosition, count)));
        return new ToyRows(layout, appended + count, longerSources, longerPositions, nextPosition + count);
    }

    /** The rows that some queries name, per example. */
    int[][] rows(Queries queries) {
        if (queries instanceof Queries.Rows chosen) {
            return perExample(batch(), example -> chosen.rows().stream().mapToInt(source -> textRow(example, source)));
        }
        int from = switch ((Queries.Named) queries) {
            case LAST_PROMPT_TOKEN -> tokens() - 1;
            case ALL -> 0;
            case TEXT_AFTER_IMAGE -> afterImage();
            case FROM_IMAGE -> hasImage() ? layout.spans().get(0).start() : tokens() - 1;
        };
        return perExample(batch(), example -> IntStream.range(from, tokens()));
    }

    private boolean hasImage() {
        return !layout.spans().isEmpty();
    }

    private int afterImage() {
        int behind = hasImage()
                ? layout.length()
                        + appended
                        - layout.spans().get(layout.spans().size() - 1).end()
                : 0;
        return tokens() - Math.max(1, behind);
    }

    private int textRow(int example, int source) {
        int row = Arrays.binarySearch(sources[example], source);
        if (source >= layout.length() + appended || visualIndex(source) >= 0 || row < 0) {
            throw new IllegalArgumentException("row " + source + " is no text row of a prompt with " + layout);
        }
        return row;
    }

    /** The visual index of a source row, -1 for text. */
    private int visualIndex(int source) {
        return Math.max(-1, Arrays.binarySearch(layout.visualRows(), source));
    }

    private static IntStream range(int start, int count) {
        return IntStream.range(start, start + count);
    }

    private static int[][] pick(int[][] values, int[][] rows) {
        return perExample(values.length, example -> Arrays.stream(rows[example]).map(row -> values[example][row]));
    }

    private static int[][] perExample(int batch, java.util.function.IntFunction<IntStream> of) {
        return IntStream.range(0, batch)
                .mapToObj(example -> of.apply(example).toArray())
                .toArray(int[][]::new);
    }
}
