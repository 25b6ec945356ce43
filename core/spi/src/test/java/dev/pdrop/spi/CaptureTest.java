// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.Capture.Kind;
import dev.pdrop.spi.Capture.Rotation;
import dev.pdrop.spi.Queries.Named;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class CaptureTest {

    @Test
    void ordersByThePointAtWhichItBecomesAvailable() {
        Capture late = Capture.of(10, Kind.HIDDEN, Named.ALL);
        Capture early = Capture.of(9, Kind.VALUE, Named.ALL);
        assertThat(new TreeSet<>(List.of(late, early, Capture.pixels())))
                .containsExactly(Capture.pixels(), early, late);
    }

    @Test
    void keepsCapturesOfOnePointApart() {
        Capture post = Capture.of(1, Kind.KEY, Named.ALL);
        assertThat(new TreeSet<>(List.of(post, post.rotated(Rotation.NONE), Capture.of(1, Kind.KEY, Named.ALL))))
                .hasSize(2);
        assertThat(post.compareTo(Capture.of(1, Kind.KEY, Named.ALL))).isZero();
    }

    @Test
    void tellsWhichKindsHaveAColumnForEachToken() {
        assertThat(List.of(Kind.values()))
                .filteredOn(kind -> Capture.of(0, kind, Named.ALL).hasTokenColumns())
                .containsExactly(Kind.SCORES, Kind.ATTENTION);
    }

    @Test
    void pointsFollowTheDataThroughTheModel() {
        List<Point> points =
                List.of(new Point.VisionLayer(0), new Point.VisionLayer(23), new Point.Projector(), Point.decoder(0));
        assertThat(points).isSorted();
        assertThat(points).extracting(Point::toString).contains("before the projector", "before layer 0");
        assertThatThrownBy(() -> Point.decoder(-1)).hasMessage("a layer must be at least 0, was -1");
    }

    @Test
    void rowsAscendFromZero() {
        assertThat(new Queries.Rows(List.of(0, 3)).rows()).containsExactly(0, 3);
        for (List<Integer> wrong : List.of(List.of(-1), List.of(3, 3), List.of(3, 2))) {
            assertThatThrownBy(() -> new Queries.Rows(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong.toString());
        }
    }
}
