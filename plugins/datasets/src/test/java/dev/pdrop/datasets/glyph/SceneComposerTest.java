// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SceneComposerTest {

    @ParameterizedTest
    @CsvSource({"6, 3, 7, 0.8, 0.4", "6, 12, 12, 1, 1", "9, 3, 12, 0.5, 0.5", "24, 3, 3, 1, 0"})
    void nothingOverlapsAndEverythingFits(int grid, int least, int most, double boxes, double charts) {
        Difficulty difficulty =
                new Difficulty(grid, least, most, boxes, charts, 0.6, 0.6, 0.9, 12, 5, Optional.empty());
        for (int seed = 0; seed < 500; seed++) {
            Scene scene = new SceneComposer(difficulty, new SplitMix(seed)).compose();
            assertThat(cells(scene)).doesNotHaveDuplicates().allSatisfy(cell -> {
                assertThat(cell.row()).isBetween(0, grid - 1);
                assertThat(cell.column()).isBetween(0, grid - 1);
            });
            assertThat(scene.things()).hasSizeBetween(least, most);
            assertThat(scene.things()).extracting(Thing::words).doesNotHaveDuplicates();
            assertThat(scene.boxes()).extracting(Box::colour).doesNotHaveDuplicates();
            assertThat(scene.boxes()).extracting(Box::text).doesNotHaveDuplicates();
            assertThat(scene.boxes().size()).isNotEqualTo(1);
            scene.chart().ifPresent(chart -> {
                assertThat(chart.bars()).extracting(Bar::colour).doesNotHaveDuplicates();
                assertThat(chart.bars()).extracting(Bar::height).doesNotHaveDuplicates();
            });
        }
    }

    private static List<Cell> cells(Scene scene) {
        List<Cell> cells = new ArrayList<>();
        scene.things().forEach(thing -> cells.add(thing.cell()));
        scene.boxes().forEach(box -> cells.addAll(block(box.cell(), 1, box.cells())));
        scene.chart().ifPresent(chart -> cells.addAll(block(chart.cell(), Chart.CELLS, Chart.CELLS)));
        return cells;
    }

    private static List<Cell> block(Cell cell, int rows, int columns) {
        return IntStream.range(0, rows * columns)
                .mapToObj(i -> cell.moved(i / columns, i % columns))
                .toList();
    }
}
