// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class LabelsTest {

    private static final Box ROOM = new Box(50, 10, 450, 290);

    private final Labels labels = new Labels(ROOM, 12.5);

    @Test
    void standsRightOfItsPoint() {
        Labels.Place place = labels.places(List.of(new Labels.Point(100, 100, "full")))
                .orElseThrow()
                .get(0);
        assertThat(place.x()).isGreaterThan(100);
        assertThat(place.far()).isFalse();
        assertThat(place.box().top()).isLessThan(100);
        assertThat(place.box().bottom()).isGreaterThan(100);
    }

    @Test
    void standsLeftWhereThereIsNoRoomOnTheRight() {
        Labels.Place place = labels.places(List.of(new Labels.Point(440, 100, "full")))
                .orElseThrow()
                .get(0);
        assertThat(place.box().right()).isLessThan(440);
    }

    @Test
    void keepsPointsAtTheSamePlaceApart() {
        List<Labels.Point> points = new ArrayList<>();
        for (String name : List.of("pyramid-drop", "fastv-k2", "fastv-k3", "random", "uniform")) {
            points.add(new Labels.Point(200, 150, name));
        }
        assertNothingOverlaps(points, labels.places(points).orElseThrow());
    }

    /** As arms at three equal budgets lie: each budget a column, the worst arms crowded at its foot. */
    @Test
    void numbersOfThreeCrowdedColumnsFindRoom() {
        List<Labels.Point> points = new ArrayList<>();
        for (int arm = 0; arm < 33; arm++) {
            int inColumn = arm / 3;
            double y = inColumn < 6 ? 60 + 25 * inColumn : 245 + 6 * (inColumn - 6);
            points.add(new Labels.Point(98 + 48 * (arm % 3), y, Integer.toString(arm + 1)));
        }
        assertNothingOverlaps(points, labels.places(points).orElseThrow());
    }

    @Test
    void labelsWithoutRoomAreLeftOutAlone() {
        List<Labels.Point> points =
                List.of(new Labels.Point(200, 150, "x".repeat(80)), new Labels.Point(200, 200, "full"));

        assertThat(labels.asManyAsFit(points)).extracting(Optional::isPresent).containsExactly(false, true);
    }

    @Test
    void saysThatThereIsNoRoom() {
        assertThat(labels.places(List.of(new Labels.Point(200, 150, "x".repeat(80)))))
                .isEmpty();
    }

    @Seeds(50)
    void coversNoPointAndNoOtherLabel(RandomGenerator random) {
        List<Labels.Point> points = new ArrayList<>();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            points.add(new Labels.Point(
                    50 + random.nextInt(400), 20 + random.nextInt(260), "arm-" + "a".repeat(random.nextInt(10)) + i));
        }
        Optional<List<Labels.Place>> places = labels.places(points);
        places.ifPresent(found -> assertNothingOverlaps(points, found));
    }

    private static void assertNothingOverlaps(List<Labels.Point> points, List<Labels.Place> places) {
        assertThat(places).hasSameSizeAs(points);
        for (int i = 0; i < places.size(); i++) {
            Box box = places.get(i).box();
            assertThat(ROOM.holds(box)).isTrue();
            for (Labels.Point point : points) {
                assertThat(box.overlaps(Box.around(point.x(), point.y(), 5))).isFalse();
            }
            for (int other = 0; other < i; other++) {
                assertThat(box.overlaps(places.get(other).box())).isFalse();
            }
        }
    }
}
