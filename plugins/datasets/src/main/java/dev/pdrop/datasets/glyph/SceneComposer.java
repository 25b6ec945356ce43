// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Makes up one scene; for one use. */
final class SceneComposer {

    private final Difficulty difficulty;
    private final SplitMix random;
    private final FreeCells free;

    SceneComposer(Difficulty difficulty, SplitMix random) {
        this.difficulty = difficulty;
        this.random = random;
        this.free = new FreeCells(difficulty.grid());
    }

    /** A scene; what takes most room is placed first, so that everything finds a place. */
    Scene compose() {
        Optional<Chart> chart = random.chance(difficulty.charts()) ? Optional.of(chart()) : Optional.empty();
        List<Box> boxes = random.chance(difficulty.boxes()) ? boxes() : List.of();
        return new Scene(difficulty.grid(), things(), boxes, chart);
    }

    private Chart chart() {
        Cell cell = place(Chart.CELLS, Chart.CELLS);
        List<Colour> colours = random.pick(Colour.ALL, Chart.BARS);
        List<Integer> heights =
                random.pick(IntStream.rangeClosed(1, Chart.HIGHEST).boxed().toList(), Chart.BARS);
        return new Chart(
                cell,
                IntStream.range(0, Chart.BARS)
                        .mapToObj(i -> new Bar(colours.get(i), heights.get(i)))
                        .toList());
    }

    /** Two or three of a kind, no two with the same text. */
    private List<Box> boxes() {
        boolean codes = random.chance(0.5);
        int count = random.between(2, 3);
        List<Colour> colours = random.pick(Colour.ALL, count);
        List<String> digits = random.pick(Words.DIGITS, count);
        List<String> firstLetters = random.pick(Words.LETTERS, count);
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = codes ? firstLetters.get(i) + random.pick(Words.LETTERS) : digits.get(i);
            boxes.add(new Box(colours.get(i), text, place(1, text.length())));
        }
        return boxes;
    }

    private List<Thing> things() {
        int count = random.between(difficulty.minThings(), difficulty.maxThings());
        List<Thing> things = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            things.add(thing(things));
        }
        return things;
    }

    private Thing thing(List<Thing> earlier) {
        Cell cell = cell(earlier);
        Look look = random.pick(looks(earlier));
        return new Thing(look.colour(), look.shape(), random.pick(Size.ALL), cell);
    }

    /** The looks to choose from: like an earlier thing in one respect or any, and never the same. */
    private List<Look> looks(List<Thing> earlier) {
        List<Look> used = earlier.stream().map(Thing::look).toList();
        List<Look> unused =
                Look.ALL.stream().filter(look -> !used.contains(look)).toList();
        if (earlier.isEmpty() || !random.chance(difficulty.similar())) {
            return unused;
        }
        Thing model = random.pick(earlier);
        boolean sameShape = random.chance(0.5);
        List<Look> similar = unused.stream()
                .filter(look -> sameShape ? look.shape() == model.shape() : look.colour() == model.colour())
                .toList();
        return similar.isEmpty() ? unused : similar;
    }

    private Cell cell(List<Thing> earlier) {
        if (!earlier.isEmpty() && random.chance(difficulty.adjacent())) {
            List<Cell> beside = free.beside(random.pick(earlier).cell());
            if (!beside.isEmpty()) {
                return take(random.pick(beside), 1, 1);
            }
        }
        return place(1, 1);
    }

    private Cell place(int rows, int columns) {
        return take(random.pick(free.places(rows, columns)), rows, columns);
    }

    private Cell take(Cell cell, int rows, int columns) {
        free.take(cell, rows, columns);
        return cell;
    }
}
