// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import dev.pdrop.spi.ImageSpan;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualToken;
import java.util.Arrays;
import java.util.List;

/**
 * Numbering on three axes, time, row and column: text counts on along all of them, a visual token has its own offsets
 * from the beginning of its image, and what follows an image goes on behind its largest id.
 *
 * <p>Of a reduced image the largest id <em>that is left</em> counts, so that nothing changes where nothing is dropped.
 * The offset in time is what a {@link Clock} says of the token's tile.
 *
 * @source "Qwen2-VL: Enhancing Vision-Language Model's Perception of the World at Any Resolution" (arXiv 2409.12191),
 *     section 2.1, as {@code get_rope_index} of transformers 5.23.0 carries it out on whole prompts
 */
final class GridNumbering implements Numbering {

    private static final int AXES = 3;
    private static final int TEXT = -1;

    private final List<Example> examples;

    /** Which image each row of a prompt belongs to, or none, and what it shows. */
    private static final class Example {
        private final int[] image;
        private final int[][] offsets;

        private Example(Prompt prompt, Clock clock) {
            this.image = new int[prompt.length()];
            this.offsets = new int[prompt.length()][];
            Arrays.fill(image, TEXT);
            int index = 0;
            for (ImageSpan span : prompt.layout().spans()) {
                for (int row = span.start(); row < span.end(); row++) {
                    VisualToken token = prompt.visualTokens().get(index++);
                    image[row] = span.image();
                    offsets[row] = new int[] {
                        clock.time(prompt.images().get(span.image()), token.tile()), token.row(), token.column()
                    };
                }
            }
        }

        private int image(int origin) {
            return origin < image.length ? image[origin] : TEXT;
        }
    }

    /** The numbering of prompts. */
    GridNumbering(List<Prompt> prompts, Clock clock) {
        this.examples =
                prompts.stream().map(prompt -> new Example(prompt, clock)).toList();
    }

    private GridNumbering(int[] chosen, List<Example> from) {
        this.examples = Arrays.stream(chosen).mapToObj(from::get).toList();
    }

    @Override
    public GridNumbering examples(int[] chosen) {
        return new GridNumbering(chosen, examples);
    }

    @Override
    public Positions of(int[][] origins) {
        int[][][] ids = new int[origins.length][AXES][];
        int[] next = new int[origins.length];
        for (int example = 0; example < ids.length; example++) {
            int rows = origins[example].length;
            Arrays.setAll(ids[example], axis -> new int[rows]);
            next[example] = number(examples.get(example), origins[example], ids[example]);
        }
        return new Positions(ids, next);
    }

    /* Fills in the ids by axis and row, and gives the one that comes next. */
    private static int number(Example example, int[] origins, int[][] ids) {
        int next = 0;
        int start = 0;
        int current = TEXT;
        for (int row = 0; row < origins.length; row++) {
            int image = example.image(origins[row]);
            if (image != current || image == TEXT) {
                start = next;
                current = image;
            }
            for (int axis = 0; axis < AXES; axis++) {
                ids[axis][row] = start + (image == TEXT ? 0 : example.offsets[origins[row]][axis]);
                next = Math.max(next, ids[axis][row] + 1);
            }
        }
        return next;
    }
}
