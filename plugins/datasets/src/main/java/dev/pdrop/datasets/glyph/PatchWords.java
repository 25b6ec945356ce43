// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Words for the patches of a painted scene. */
final class PatchWords {

    /** A shape, {@code box} or {@code bar}. */
    static final String KIND = "kind";

    /** Of a thing, a box or a bar. */
    static final String COLOUR = "color";

    /** A digit or letter. */
    static final String CHARACTER = "character";

    /** Of a thing. */
    static final String SIZE = "size";

    /** Of a bar. */
    static final String HEIGHT = "height";

    /** The third of the picture from top to bottom, where anything stands. */
    static final String ROW = "row";

    /** The third of the picture from left to right, where anything stands. */
    static final String COLUMN = "column";

    private static final List<String> PROPERTIES = properties();

    /** Fewer pixels of something are not seen. */
    private static final int LEAST_PIXELS = 4;

    private final Canvas canvas;
    private final List<Map<String, String>> strokes;
    private final int grid;

    /**
     * Words for patches.
     *
     * @param strokes what each stroke of the canvas shows
     * @param grid cells in a row and in a column
     */
    PatchWords(Canvas canvas, List<Map<String, String>> strokes, int grid) {
        this.canvas = canvas;
        this.strokes = strokes;
        this.grid = grid;
    }

    private static List<String> properties() {
        List<String> properties = new ArrayList<>(List.of(KIND, COLOUR, CHARACTER, SIZE, HEIGHT, ROW, COLUMN));
        for (Direction direction : Direction.ALL) {
            properties.add(kindBeside(direction));
            properties.add(colourBeside(direction));
        }
        return List.copyOf(properties);
    }

    /** The shape of the thing beside a thing. */
    static String kindBeside(Direction direction) {
        return direction.word() + "-" + KIND;
    }

    /** The colour of the thing beside a thing. */
    static String colourBeside(Direction direction) {
        return direction.word() + "-" + COLOUR;
    }

    /**
     * For each property a word for each patch, row by row from the top.
     *
     * @param side of a patch in pixels; divides the picture's side
     */
    Map<String, List<String>> of(int side) {
        int pixels = grid * Cell.PIXELS;
        if (side < 1 || pixels % side != 0) {
            throw new IllegalArgumentException("patches must divide a picture of " + pixels + " pixels, was " + side);
        }
        int patches = pixels / side;
        Map<String, List<String>> words = new LinkedHashMap<>();
        PROPERTIES.forEach(property -> words.put(property, new ArrayList<>()));
        for (int i = 0; i < patches * patches; i++) {
            Map<String, String> patch = patch(i % patches * side, i / patches * side, side);
            words.forEach((property, list) -> list.add(patch.getOrDefault(property, "")));
        }
        words.replaceAll((property, list) -> List.copyOf(list));
        return words;
    }

    private Map<String, String> patch(int left, int top, int side) {
        Map<String, String> words = new LinkedHashMap<>(strokes.get(topmost(left, top, side)));
        if (!words.isEmpty()) {
            Cell cell = new Cell((top + side / 2) / Cell.PIXELS, (left + side / 2) / Cell.PIXELS);
            words.put(ROW, cell.rowWord(grid));
            words.put(COLUMN, cell.columnWord(grid));
        }
        return words;
    }

    /** The last stroke that shows enough of itself in a patch: a detail counts before what it stands on. */
    private int topmost(int left, int top, int side) {
        int[] seen = new int[strokes.size()];
        for (int i = 0; i < side * side; i++) {
            seen[canvas.stroke(left + i % side, top + i / side)]++;
        }
        int topmost = seen.length - 1;
        while (topmost > 0 && seen[topmost] < LEAST_PIXELS) {
            topmost--;
        }
        return topmost;
    }
}
