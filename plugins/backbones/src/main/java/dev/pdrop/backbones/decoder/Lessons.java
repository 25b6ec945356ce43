// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import dev.pdrop.spi.Lesson;
import dev.pdrop.spi.Prompt;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What the prompts of a batch teach, in terms of the rows that are left of them; nothing, for prompts without lessons.
 *
 * <p>Immutable. <em>Origins</em> are, for each example, the rows of the prompt that are left, ascending.
 */
final class Lessons implements Numbering {

    private final List<Lesson> lessons;

    private Lessons(List<Lesson> lessons) {
        this.lessons = lessons;
    }

    /**
     * The lessons of a batch.
     *
     * @throws IllegalArgumentException if only some of the prompts hold one
     */
    static Lessons of(List<Prompt> prompts) {
        List<Lesson> found =
                prompts.stream().map(Prompt::lesson).flatMap(Optional::stream).toList();
        if (!found.isEmpty() && found.size() < prompts.size()) {
            throw new IllegalArgumentException("of " + prompts.size() + " prompts of a batch " + found.size()
                    + " hold a lesson; all do or none does");
        }
        return new Lessons(found);
    }

    /** Whether anything is taught. */
    boolean present() {
        return !lessons.isEmpty();
    }

    /** Whether some rows do not see all rows before them. */
    boolean packed() {
        return lessons.stream().anyMatch(Lesson::packed);
    }

    /** The segment of each row, for each example; only one example if all are alike. */
    int[][] segments(int[][] origins) {
        int[][] segments = each(example -> picked(lessons.get(example).segments(), origins[example]));
        boolean alike = Arrays.stream(segments).allMatch(own -> Arrays.equals(own, segments[0]));
        return alike ? new int[][] {segments[0]} : segments;
    }

    /** How many rows are the prefix in every example. */
    static int commonPrefix(int[][] segments) {
        return Arrays.stream(segments).mapToInt(Lessons::prefix).min().orElseThrow();
    }

    private static int prefix(int[] segments) {
        return (int) Arrays.stream(segments).filter(segment -> segment == 0).count();
    }

    /** Counted from 0 on one axis: through the prefix, and for each segment on from there. */
    @Override
    public Positions of(int[][] origins) {
        return Positions.line(counted(origins), origins[0].length);
    }

    /** Itself: whoever goes on from chosen examples learns nothing from them. */
    @Override
    public Lessons examples(int[] chosen) {
        return this;
    }

    private int[][] counted(int[][] origins) {
        if (!packed()) {
            int[] counted = IntStream.range(0, origins[0].length).toArray();
            return Arrays.stream(origins).map(own -> counted).toArray(int[][]::new);
        }
        return each(example -> counted(picked(lessons.get(example).segments(), origins[example])));
    }

    private static int[] counted(int[] segments) {
        int prefix = prefix(segments);
        int[] positions = new int[segments.length];
        for (int row = 1; row < segments.length; row++) {
            positions[row] = segments[row] == segments[row - 1] ? positions[row - 1] + 1 : prefix;
        }
        return positions;
    }

    /** The rows from which something is learnt, as places among all rows of the batch, ascending. */
    int[] learningRows(int[][] origins) {
        int tokens = origins[0].length;
        return IntStream.range(0, origins.length)
                .flatMap(example -> Arrays.stream(places(lessons.get(example).learningRows(), origins[example]))
                        .map(row -> example * tokens + row))
                .toArray();
    }

    /** What follows each of the rows from which something is learnt, example after example. */
    int[] targets() {
        return lessons.stream()
                .flatMapToInt(lesson -> Arrays.stream(picked(lesson.targets(), lesson.learningRows())))
                .toArray();
    }

    /** Where the learning rows of an example begin among those of all examples. */
    int firstLearningRow(int example) {
        return lessons.subList(0, example).stream()
                .mapToInt(lesson -> lesson.learningRows().length)
                .sum();
    }

    /** How many rows of an example something is learnt from. */
    int learningRowCount(int example) {
        return lessons.get(example).learningRows().length;
    }

    /**
     * The rows right before answers, for each example.
     *
     * @throws IllegalArgumentException if an example has no answer, or the examples have unequally many
     */
    int[][] askingRows(int[][] origins) {
        int[][] asking = each(example -> places(lessons.get(example).askingRows(), origins[example]));
        if (asking[0].length == 0 || Arrays.stream(asking).anyMatch(own -> own.length != asking[0].length)) {
            throw new IllegalArgumentException("lessons of a batch hold equally many answers, at least one, but "
                    + Arrays.stream(asking).map(own -> own.length).toList() + " were given");
        }
        return asking;
    }

    private int[][] each(IntFunction<int[]> rows) {
        return IntStream.range(0, lessons.size()).mapToObj(rows).toArray(int[][]::new);
    }

    private static int[] picked(int[] values, int[] rows) {
        return Arrays.stream(rows).map(row -> values[row]).toArray();
    }

    private static int[] places(int[] rows, int[] origins) {
        return Arrays.stream(rows).map(row -> Arrays.binarySearch(origins, row)).toArray();
    }
}
