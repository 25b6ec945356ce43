// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts lessons that begin alike into one sequence, so that what they share is computed once. */
public final class Packing {

    private Packing() {}

    /**
     * One prompt that teaches what several do: their common prefix up to the end of the last image, then what follows
     * it in each, as segments.
     *
     * @param lessons at least one, each with a {@link Lesson} of a single segment that teaches nothing before the end
     *     of the images, all with the same rows and images up to there
     * @throws IllegalArgumentException if they do not begin alike
     */
    public static Prompt pack(List<Prompt> lessons) {
        Prompt first = lessons.get(0);
        int prefix = prefix(first);
        Rows rows = new Rows();
        rows.add(first, 0, prefix, 0);
        Set<String> unknown = new LinkedHashSet<>();
        for (int index = 0; index < lessons.size(); index++) {
            Prompt own = lessons.get(index);
            requireAlike(first, own, prefix);
            rows.add(own, prefix, own.length(), index + 1);
            unknown.addAll(own.unknownWords());
        }
        return rows.prompt(first, List.copyOf(unknown));
    }

    /**
     * The same lesson with rows behind it that nothing sees and nothing is learnt from, so that prompts of a batch
     * become equally long.
     *
     * @param length rows wanted, at least as many as there are
     * @param filler the token that fills
     */
    public static Prompt fill(Prompt prompt, int length, int filler) {
        if (length == prompt.length()) {
            return prompt;
        }
        Rows rows = new Rows();
        rows.add(prompt);
        rows.fill(length - prompt.length(), filler);
        return rows.prompt(prompt, prompt.unknownWords());
    }

    private static int prefix(Prompt prompt) {
        List<ImageSpan> spans = prompt.layout().spans();
        if (spans.isEmpty()) {
            throw new IllegalArgumentException("only lessons about an image can be packed");
        }
        return spans.get(spans.size() - 1).end();
    }

    private static void requireAlike(Prompt first, Prompt own, int prefix) {
        boolean alike = own.layout().spans().equals(first.layout().spans())
                && own.images().equals(first.images())
                && Arrays.equals(own.ids(), 0, prefix, first.ids(), 0, prefix);
        if (!alike) {
            throw new IllegalArgumentException("packed lessons must begin alike up to the end of the last image");
        }
        Lesson lesson = lesson(own);
        if (lesson.packed() || lesson.learningRows().length == 0 || lesson.learningRows()[0] < prefix) {
            throw new IllegalArgumentException(
                    "a lesson to pack has one segment and teaches something, all of it behind the image");
        }
    }

    private static Lesson lesson(Prompt prompt) {
        return prompt.lesson().orElseThrow(() -> new IllegalArgumentException("a prompt to pack holds a lesson"));
    }

    /** Rows in the making. */
    private static final class Rows {
        private final List<Integer> ids = new ArrayList<>();
        private final List<Integer> targets = new ArrayList<>();
        private final List<Integer> segments = new ArrayList<>();

        private void add(Prompt from, int start, int end, int segment) {
            int[] ownIds = from.ids();
            int[] ownTargets = lesson(from).targets();
            for (int row = start; row < end; row++) {
                add(ownIds[row], ownTargets[row], segment);
            }
        }

        private void add(Prompt whole) {
            int[] ownIds = whole.ids();
            Lesson lesson = lesson(whole);
            for (int row = 0; row < ownIds.length; row++) {
                add(ownIds[row], lesson.targets()[row], lesson.segments()[row]);
            }
        }

        private void fill(int count, int filler) {
            int segment = segments.get(segments.size() - 1) + 1;
            for (int row = 0; row < count; row++) {
                add(filler, Lesson.NONE, segment);
            }
        }

        private void add(int id, int target, int segment) {
            ids.add(id);
            targets.add(target);
            segments.add(segment);
        }

        private Prompt prompt(Prompt like, List<String> unknown) {
            return new Prompt(array(ids), like.layout().spans(), like.visualTokens(), like.images(), unknown)
                    .with(new Lesson(array(targets), array(segments)));
        }

        private static int[] array(List<Integer> values) {
            return values.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
