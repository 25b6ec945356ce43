// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Paints one scene, and remembers what each stroke shows; for one use. */
final class ScenePainter {

    private static final int BOX_HEIGHT = 13;
    private static final int CHARACTER_STEP = 12;
    private static final int CHARACTER_LEFT = 4;
    private static final int CHARACTER_TOP = 3;
    private static final int BAR_STEP = 12;
    private static final int BAR_WIDTH = 8;
    private static final int BAR_LEFT = 2;
    private static final int BAR_FOOT = 44;

    /** How much brighter a chart's panel is than the ground. */
    private static final int PANEL = 60;

    private final Difficulty difficulty;
    private final SplitMix random;
    private final int ground;
    private final Canvas canvas;
    private final List<Map<String, String>> strokes = new ArrayList<>();

    ScenePainter(Difficulty difficulty, SplitMix random) {
        this.difficulty = difficulty;
        this.random = random;
        this.ground = random.between(15, 59);
        this.canvas = new Canvas(difficulty.pixels(), Rgb.grey(ground));
        strokes.add(Map.of());
    }

    /** Paints everything: where in its cell a thing stands, and its exact colour, are drawn at random. */
    void paint(Scene scene) {
        scene.chart().ifPresent(this::paint);
        scene.boxes().forEach(this::paint);
        scene.things().forEach(thing -> paint(thing, scene));
    }

    /** The pixels with noise, (height, width, 3). */
    byte[] pixels() {
        return canvas.pixels(random, difficulty.noise());
    }

    /** What has been painted where. */
    PatchWords words() {
        return new PatchWords(canvas, List.copyOf(strokes), difficulty.grid());
    }

    private void paint(Chart chart) {
        int left = chart.cell().column() * Cell.PIXELS;
        int top = chart.cell().row() * Cell.PIXELS;
        int side = Chart.CELLS * Cell.PIXELS;
        stroke(Map.of());
        canvas.fill(left, top, side, side, Rgb.grey(ground + PANEL));
        for (Bar bar : chart.bars()) {
            String height = Integer.toString(bar.height());
            stroke(Map.of(
                    PatchWords.KIND, "bar", PatchWords.COLOUR, bar.colour().word(), PatchWords.HEIGHT, height));
            int pixels = bar.height() * BAR_WIDTH;
            canvas.fill(left + BAR_LEFT, top + BAR_FOOT - pixels, BAR_WIDTH, pixels, colour(bar.colour()));
            left += BAR_STEP;
        }
    }

    private void paint(Box box) {
        int width = BOX_HEIGHT + CHARACTER_STEP * (box.cells() - 1);
        int left = inCell(box.cell().column(), box.cells() * Cell.PIXELS - width);
        int top = inCell(box.cell().row(), Cell.PIXELS - BOX_HEIGHT);
        stroke(Map.of(PatchWords.KIND, "box", PatchWords.COLOUR, box.colour().word()));
        canvas.fill(left, top, width, BOX_HEIGHT, colour(box.colour()));
        for (int i = 0; i < box.text().length(); i++) {
            paint(box, box.text().substring(i, i + 1), left + CHARACTER_LEFT + i * CHARACTER_STEP, top + CHARACTER_TOP);
        }
    }

    private void paint(Box box, String character, int left, int top) {
        stroke(Map.of(PatchWords.KIND, "box", PatchWords.COLOUR, box.colour().word(), PatchWords.CHARACTER, character));
        canvas.claim(left - 1, top - 1, Font.WIDTH + 2, Font.HEIGHT + 2);
        canvas.paint(
                left,
                top,
                Font.WIDTH,
                Font.HEIGHT,
                (x, y) -> Font.covers(character, x, y),
                box.colour().rgb().ink());
    }

    private void paint(Thing thing, Scene scene) {
        int size = thing.size().pixels();
        int left = inCell(thing.cell().column(), Cell.PIXELS - size);
        int top = inCell(thing.cell().row(), Cell.PIXELS - size);
        stroke(words(thing, scene));
        canvas.paint(left, top, size, size, (x, y) -> thing.shape().covers(x, y, size), colour(thing.colour()));
    }

    private static Map<String, String> words(Thing thing, Scene scene) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(PatchWords.KIND, thing.shape().word());
        words.put(PatchWords.COLOUR, thing.colour().word());
        words.put(PatchWords.SIZE, thing.size().word());
        for (Direction direction : Direction.ALL) {
            scene.thing(thing.cell().next(direction)).ifPresent(neighbour -> {
                words.put(PatchWords.kindBeside(direction), neighbour.shape().word());
                words.put(PatchWords.colourBeside(direction), neighbour.colour().word());
            });
        }
        return words;
    }

    private void stroke(Map<String, String> words) {
        canvas.newStroke();
        strokes.add(words);
    }

    /** A pixel at which something begins that leaves so much room in its cells. */
    private int inCell(int cell, int room) {
        return cell * Cell.PIXELS + random.between(0, room);
    }

    private Rgb colour(Colour colour) {
        return colour.rgb().jittered(random, difficulty.jitter());
    }
}
