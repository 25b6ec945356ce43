// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ToyTensorsTest {

    private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** Size 4: entries 0 and 2 turn by the position, entries 1 and 3 by a hundredth of it. */
    @Test
    void turnsEntryPairsHalfASizeApart() {
        NDArray vectors = manager.create(new float[] {1, 0, 0, 1, 1, 0, 0, 1}, new Shape(1, 1, 2, 4));
        float[] turned = ToyTensors.rotate(vectors, new int[][] {{0, 3}}).toFloatArray();
        assertThat(turned).startsWith(1, 0, 0, 1);
        assertThat(turned[4]).isEqualTo((float) Math.cos(3), within(1e-6f));
        assertThat(turned[5]).isEqualTo((float) -Math.sin(0.03), within(1e-6f));
        assertThat(turned[6]).isEqualTo((float) Math.sin(3), within(1e-6f));
        assertThat(turned[7]).isEqualTo((float) Math.cos(0.03), within(1e-6f));
    }

    @Test
    void normsByTheRootOfTheMeanSquare() {
        NDArray rows = manager.create(new float[] {3, 4}, new Shape(1, 1, 2));
        float[] normed =
                ToyTensors.norm(rows, manager.create(new float[] {1, 10})).toFloatArray();
        float root = (float) Math.sqrt(12.5);
        assertThat(normed[0]).isEqualTo(3 / root, within(1e-5f));
        assertThat(normed[1]).isEqualTo(40 / root, within(1e-5f));
    }

    /** Four heads on two key heads: heads 0 and 1 share key head 0. */
    @Test
    void neighbouringHeadsShareAKeyHead() {
        NDArray queries = manager.create(new float[] {1, 2, 3, 4}, new Shape(1, 4, 1, 1));
        NDArray keys = manager.create(new float[] {1, 10, 100, 1000}, new Shape(1, 2, 2, 1));
        assertThat(ToyTensors.scores(queries, keys, new int[][] {{1}}).toFloatArray())
                .containsExactly(1, 10, 2, 20, 300, 3000, 400, 4000);
    }

    @Test
    void keysBehindAQueryAreForbidden() {
        NDArray queries = manager.ones(new Shape(2, 1, 1, 4));
        NDArray keys = manager.ones(new Shape(2, 1, 3, 4));
        float none = Float.NEGATIVE_INFINITY;
        assertThat(ToyTensors.scores(queries, keys, new int[][] {{0}, {1}}).toFloatArray())
                .containsExactly(2, none, none, 2, 2, none);
    }

    @Test
    void picksOtherEntriesInEachExample() {
        NDArray array = manager.arange(12f).reshape(2, 3, 2);
        assertThat(ToyTensors.pick(array, new int[][] {{0, 2}, {1, 2}}, 1).toFloatArray())
                .containsExactly(0, 1, 4, 5, 8, 9, 10, 11);
        assertThat(ToyTensors.pick(array, new int[][] {{}, {}}, 1).getShape()).isEqualTo(new Shape(2, 0, 2));
    }
}
