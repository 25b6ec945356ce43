// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KernelsTest {

    private Kernels kernels;
    private RowKernels rows;

    @BeforeAll
    void load() {
        kernels = Kernels.load(Device.cpu());
        rows = new RowKernels(kernels);
    }

    @AfterAll
    void close() {
        kernels.close();
    }

    @Test
    void aTensorLivesAsLongAsItsLastReference() {
        int before = kernels.liveTensors();
        Tensor first = kernels.floats(new float[] {1, 2}, 2);
        Tensor second = first.share();
        first.close();
        first.close();
        assertThat(second.array().toFloatArray()).containsExactly(1, 2);
        assertThat(kernels.liveTensors()).isEqualTo(before + 1);
        assertThatThrownBy(first::array).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(first::share).isInstanceOf(IllegalStateException.class);
        second.close();
        assertThat(kernels.liveTensors()).isEqualTo(before);
    }

    @Test
    void aViewOutlivesTheJavaBufferThatItsNumbersCameFrom() {
        float[] numbers = new float[1 << 16];
        java.util.Arrays.fill(numbers, 7);
        List<Tensor> views = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            try (Tensor original = kernels.floats(numbers, numbers.length)) {
                views.add(rows.widened(original));
            }
        }
        System.gc();
        List<ByteBuffer> garbage = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            garbage.add(ByteBuffer.allocateDirect(4 * numbers.length).putLong(0, -1));
        }
        for (Tensor view : views) {
            assertThat(view.array().toFloatArray()).isEqualTo(numbers);
            view.close();
        }
        assertThat(garbage).isNotEmpty();
    }

    @Test
    void takesRowsOfEachExample() {
        try (Tensor table = kernels.floats(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 2, 4, 1);
                Tensor places = kernels.longs(new long[] {0, 3, 1, 2}, 2, 2);
                Tensor taken = rows.rows(table, places)) {
            assertThat(taken.array().toFloatArray()).containsExactly(0, 3, 5, 6);
        }
        try (Tensor heads = kernels.floats(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 2, 2, 2, 1);
                Tensor places = kernels.longs(new long[] {1, 0}, 2, 1);
                Tensor taken = rows.headRows(heads, places)) {
            assertThat(taken.array().toFloatArray()).containsExactly(1, 3, 4, 6);
        }
        try (Tensor maps = kernels.floats(new float[] {0, 1, 2, 3, 4, 5}, 2, 1, 1, 3);
                Tensor places = kernels.longs(new long[] {2, 0}, 2, 1);
                Tensor taken = rows.columns(maps, places)) {
            assertThat(taken.array().toFloatArray()).containsExactly(2, 3);
        }
    }

    @Test
    void addsNothingToTheWeightsOnceTheyAreSealed() {
        try (Kernels sealed = Kernels.load(Device.cpu())) {
            sealed.map(Map.of("a", new LoadKernels(sealed).scalar(1)));
            sealed.sealWeights();
            assertThatThrownBy(() -> sealed.weightManager().create(new Shape(1)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void theTextIsOneClassOfTypedMethods() {
        assertThat(KernelArchive.source())
                .startsWith("class Kernels(Module):\n")
                .contains("  def layer(self: __torch__.Kernels, x: Tensor, weights: Dict[str, Tensor],");
    }
}
