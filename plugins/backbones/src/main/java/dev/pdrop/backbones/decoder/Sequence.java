// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Retention;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Which rows a batch has at a boundary: for each row, where it stood in its prompt and which position it has.
 *
 * <p>Immutable; knows no tensor. A row's <em>origin</em> is its row in the prompt before any reduction; appended rows
 * go on counting behind it.
 */
final class Sequence {

    private final List<Prompt> prompts;
    private final int[] visualIndexOfOrigin;
    private final int lastVisualOrigin;
    private final Lessons lessons;
    private final Numbering numbering;
    private final int[][] origins;
    private final Positions positions;
    private final int nextOrigin;

    private Sequence(Sequence from, int[][] origins, Positions positions, int nextOrigin) {
        this(from.prompts, from.numbering, from, origins, positions, nextOrigin);
    }

    private Sequence(
            List<Prompt> prompts,
            Numbering numbering,
            Sequence from,
            int[][] origins,
            Positions positions,
            int nextOrigin) {
        this.prompts = prompts;
        this.numbering = numbering;
        this.visualIndexOfOrigin = from.visualIndexOfOrigin;
        this.lastVisualOrigin = from.lastVisualOrigin;
        this.lessons = from.lessons;
        this.origins = origins;
        this.positions = positions;
        this.nextOrigin = nextOrigin;
    }

    private Sequence(List<Prompt> prompts, Optional<Clock> clock) {
        this.prompts = List.copyOf(prompts);
        int length = prompts.get(0).length();
        int[] visualRows = prompts.get(0).layout().visualRows();
        this.visualIndexOfOrigin = new int[length];
        Arrays.fill(visualIndexOfOrigin, -1);
        for (int index = 0; index < visualRows.length; index++) {
            visualIndexOfOrigin[visualRows[index]] = index;
        }
        this.lastVisualOrigin = visualRows.length == 0 ? -1 : visualRows[visualRows.length - 1];
        this.origins = new int[prompts.size()][];
        Arrays.fill(origins, IntStream.range(0, length).toArray());
        this.lessons = Lessons.of(prompts);
        this.numbering = clock.isPresent() ? new GridNumbering(prompts, clock.get()) : lessons;
        this.positions = numbering.of(origins);
        this.nextOrigin = length;
    }

    /**
     * The rows of untouched prompts, at positions that are one number.
     *
     * @throws IllegalArgumentException if there is none, their layouts differ, or only some of them hold a lesson
     */
    static Sequence of(List<Prompt> prompts) {
        return of(prompts, Optional.empty());
    }

    /**
     * The rows of untouched prompts.
     *
     * @param clock tells the time of visual tokens that are placed by time, row and column; empty where they are not
     * @throws IllegalArgumentException as above, or if the prompts hold lessons but visual tokens are placed on grids
     */
    static Sequence of(List<Prompt> prompts, Optional<Clock> clock) {
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one prompt");
        }
        for (Prompt prompt : prompts) {
            if (!prompt.layout().equals(prompts.get(0).layout())) {
                throw new IllegalArgumentException("prompts of a batch have one layout, but "
                        + prompts.get(0).layout() + " and " + prompt.layout() + " were given");
            }
        }
        if (clock.isPresent()
                && prompts.stream().anyMatch(prompt -> prompt.lesson().isPresent())) {
            throw new IllegalArgumentException("lessons are numbered on one axis, not on three");
        }
        return new Sequence(prompts, clock);
    }

    /** What the prompts teach. */
    Lessons lessons() {
        return lessons;
    }

    /** The segment of each row, for each example; only one example if all are alike. */
    int[][] segments() {
        return lessons.segments(origins);
    }

    /** The rows of the whole batch from which something is learnt, ascending. */
    int[] learningRows() {
        return lessons.learningRows(origins);
    }

    List<Prompt> prompts() {
        return prompts;
    }

    int batch() {
        return origins.length;
    }

    int tokens() {
        return origins[0].length;
    }

    int visualTokens() {
        return (int) Arrays.stream(origins[0]).filter(this::isVisual).count();
    }

    /** The positions of the rows of all examples. */
    Positions positions() {
        return positions;
    }

    /** The position of each row of one example on the first axis, a copy. */
    int[] positions(int example) {
        return positions.of(example)[0];
    }

    int[] visualIndices(int example) {
        return Arrays.stream(origins[example])
                .filter(this::isVisual)
                .map(origin -> visualIndexOfOrigin[origin])
                .toArray();
    }

    int[] visualRows(int example) {
        return IntStream.range(0, tokens())
                .filter(row -> isVisual(origins[example][row]))
                .toArray();
    }

    private boolean isVisual(int origin) {
        return origin < visualIndexOfOrigin.length && visualIndexOfOrigin[origin] >= 0;
    }

    /** The rows that a retention leaves, for each example. */
    int[][] rowsLeft(Retention kept) {
        return each(example -> {
            int[] visualRows = visualRows(example);
            boolean[] stays = new boolean[tokens()];
            Arrays.fill(stays, true);
            for (int row : visualRows) {
                stays[row] = false;
            }
            for (int place : kept.kept(example)) {
                stays[visualRows[place]] = true;
            }
            return IntStream.range(0, tokens()).filter(row -> stays[row]).toArray();
        });
    }

    /** The sequence of chosen rows, at positions as the policy has them. */
    Sequence only(int[][] rows, PositionPolicy policy) {
        int[][] left = each(example ->
                Arrays.stream(rows[example]).map(row -> origins[example][row]).toArray());
        if (policy == PositionPolicy.ORIGINAL) {
            return new Sequence(this, left, positions.at(rows), nextOrigin);
        }
        return new Sequence(this, left, numbering.of(left), nextOrigin);
    }

    /**
     * The sequence of chosen examples, in any order and any number of times; of prompts without lessons.
     *
     * @throws IllegalArgumentException if there is none, or one is not among them
     */
    Sequence examples(int[] chosen) {
        if (chosen.length == 0 || Arrays.stream(chosen).anyMatch(example -> example < 0 || example >= batch())) {
            throw new IllegalArgumentException(
                    "expected some of the examples 0 to " + (batch() - 1) + ", not " + Arrays.toString(chosen));
        }
        return new Sequence(
                Arrays.stream(chosen).mapToObj(prompts::get).toList(),
                numbering.examples(chosen),
                this,
                Arrays.stream(chosen).mapToObj(example -> origins[example]).toArray(int[][]::new),
                positions.examples(chosen),
                nextOrigin);
    }

    /** The sequence with text rows behind it. */
    Sequence with(int more) {
        int[] newOrigins = IntStream.range(nextOrigin, nextOrigin + more).toArray();
        return new Sequence(
                this, each(example -> joined(origins[example], newOrigins)), positions.with(more), nextOrigin + more);
    }

    private static int[] joined(int[] first, int[] second) {
        return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    /**
     * The rows that queries name, for each example.
     *
     * <p>Where no text follows the image, or there is no image, the last row stands for the rows from the image on.
     *
     * @throws IllegalArgumentException if a chosen row is no text row
     */
    int[][] rowsOf(Queries queries) {
        if (queries instanceof Queries.Rows chosen) {
            return each(example ->
                    chosen.rows().stream().mapToInt(row -> place(example, row)).toArray());
        }
        return switch ((Queries.Named) queries) {
            case ALL -> each(example -> IntStream.range(0, tokens()).toArray());
            case LAST_PROMPT_TOKEN -> lastPromptRows();
            case TEXT_AFTER_IMAGE -> each(example -> fromOrigin(example, lastVisualOrigin + 1));
            case FROM_IMAGE -> each(example -> fromOrigin(example, firstVisualOrigin()));
        };
    }

    private int[][] lastPromptRows() {
        return lessons.present() ? lessons.askingRows(origins) : each(example -> new int[] {tokens() - 1});
    }

    private int firstVisualOrigin() {
        return IntStream.range(0, visualIndexOfOrigin.length)
                .filter(this::isVisual)
                .findFirst()
                .orElse(0);
    }

    private int[] fromOrigin(int example, int first) {
        int[] rows = IntStream.range(0, tokens())
                .filter(row -> lastVisualOrigin >= 0 && origins[example][row] >= first)
                .toArray();
        return rows.length == 0 ? new int[] {tokens() - 1} : rows;
    }

    private int place(int example, int origin) {
        int row = Arrays.binarySearch(origins[example], origin);
        if (row < 0 || isVisual(origin)) {
            throw new IllegalArgumentException("row " + origin + " is no text row of a prompt of "
                    + prompts.get(example).layout());
        }
        return row;
    }

    private int[][] each(IntFunction<int[]> rows) {
        return IntStream.range(0, batch()).mapToObj(rows).toArray(int[][]::new);
    }
}
