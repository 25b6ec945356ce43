// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FrontTest {

    @Test
    void holdsTheArmsThatNoOtherOneBeatsFromCheapToDear() {
        Scatter.Point full = point(1, 100, 0.9);
        Scatter.Point good = point(2, 50, 0.9);
        Scatter.Point poor = point(3, 50, 0.6);
        Scatter.Point cheap = point(4, 20, 0.7);
        Scatter.Point between = point(5, 30, 0.65);

        Front front = Front.of(List.of(full, good, poor, cheap, between));
        assertThat(front.points()).containsExactly(cheap, good);
        assertThat(front.holds(full)).isFalse();
        assertThat(front.words()).isEqualTo("On the front: arm 4 (4); arm 2 (2).");
    }

    @Test
    void equalArmsBeatEachOtherNotAndLastDigitsDoNotCount() {
        Scatter.Point one = point(1, 0.1 + 0.2, 0.9);
        Scatter.Point other = point(2, 0.3, 0.9);
        Scatter.Point lower = point(3, 0.3, 0.8);

        assertThat(Front.of(List.of(one, other, lower)).points()).containsExactlyInAnyOrder(one, other);
        assertThat(Front.of(List.of(one)).points()).containsExactly(one);
    }

    @Test
    void stepsFirstToTheRightAndThenUp() {
        Frame frame = new Frame(120, 120, new Box(10, 10, 110, 110), new Axis(0, 100, 50), new Axis(0, 100, 50));

        assertThat(Front.of(List.of(point(1, 20, 0.5), point(2, 70, 0.9), point(3, 90, 0.4)))
                        .path(frame)
                        .toString())
                .isEqualTo("<path d=\"M30 60H80V20\" class=\"front\"></path>");
    }

    @Test
    void whateverIsNotOnItIsBeatenByAnArmThatIs() {
        Random random = new Random(17);
        for (int round = 0; round < 200; round++) {
            List<Scatter.Point> points = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(20); i++) {
                points.add(point(i + 1, random.nextInt(8), random.nextInt(8) / 8.0));
            }
            Front front = Front.of(points);
            for (Scatter.Point point : points) {
                assertThat(front.points().stream().anyMatch(other -> beats(other, point)))
                        .isEqualTo(!front.holds(point));
            }
        }
    }

    private static boolean beats(Scatter.Point one, Scatter.Point other) {
        double share = one.accuracy().share();
        double otherShare = other.accuracy().share();
        return (one.x() < other.x() && share >= otherShare) || (one.x() <= other.x() && share > otherShare);
    }

    private static Scatter.Point point(int number, double cost, double accuracy) {
        return new Scatter.Point(number, "arm " + number, cost, new Accuracy(accuracy, Optional.empty()));
    }
}
