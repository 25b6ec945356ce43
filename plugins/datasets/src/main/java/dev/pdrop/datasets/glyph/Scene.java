// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is on a picture; all answers follow from it.
 *
 * @param grid cells in a row and in a column
 * @param things coloured shapes
 * @param boxes all with digits, or all with letters
 * @param chart at most one
 */
record Scene(int grid, List<Thing> things, List<Box> boxes, Optional<Chart> chart) {

    /** Copies the lists. */
    Scene {
        things = List.copyOf(things);
        boxes = List.copyOf(boxes);
    }

    /** The thing in a cell. */
    Optional<Thing> thing(Cell cell) {
        return things.stream().filter(thing -> thing.cell().equals(cell)).findFirst();
    }

    /** The things beside a thing: to its left, right, above and below. */
    List<Thing> neighbours(Thing thing) {
        return Direction.ALL.stream()
                .flatMap(direction -> thing(thing.cell().next(direction)).stream())
                .toList();
    }

    /** The boxes with digits, or those with letters. */
    List<Box> boxes(boolean codes) {
        return boxes.stream().filter(box -> box.isCode() == codes).toList();
    }

    /** The scene in words: equal for scenes that hold the same, in whatever order it was put there. */
    String description() {
        Stream<String> all = Stream.of(
                        things.stream().map(thing -> thing.size().word() + " " + thing.words() + at(thing.cell())),
                        boxes.stream().map(box -> box.colour().word() + " box " + box.text() + at(box.cell())),
                        chart.stream().map(Scene::words))
                .flatMap(parts -> parts);
        return grid + " x " + grid + ": " + all.sorted().collect(Collectors.joining(", "));
    }

    private static String words(Chart chart) {
        return chart.bars().stream()
                .map(bar -> bar.colour().word() + " " + bar.height())
                .collect(Collectors.joining(", ", "chart of ", at(chart.cell())));
    }

    private static String at(Cell cell) {
        return " at " + cell.row() + "/" + cell.column();
    }
}
