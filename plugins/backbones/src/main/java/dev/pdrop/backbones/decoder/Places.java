// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.Tensor;
import java.util.Arrays;

/** Numbers of rows, positions or token ids, brought to the device. */
final class Places {

    private Places() {}

    /** A tensor (count) of int64. */
    static Tensor of(Kernels kernels, int[] places) {
        return kernels.longs(Arrays.stream(places).asLongStream().toArray(), places.length);
    }

    /** A tensor (batch, count) of int64. */
    static Tensor of(Kernels kernels, int[][] places) {
        long[] flat = Arrays.stream(places)
                .flatMapToInt(Arrays::stream)
                .asLongStream()
                .toArray();
        return kernels.longs(flat, places.length, places[0].length);
    }
}
