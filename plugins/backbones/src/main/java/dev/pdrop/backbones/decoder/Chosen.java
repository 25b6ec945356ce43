// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.RowKernels;
import dev.pdrop.backbones.kernels.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which examples of a batch go on; all of them in their order cost no copy. */
final class Chosen implements AutoCloseable {

    private final RowKernels rows;
    private final Optional<Tensor> places;

    private Chosen(RowKernels rows, Optional<Tensor> places) {
        this.rows = rows;
        this.places = places;
    }

    /** Chosen examples of a batch of so many. */
    static Chosen of(int[] examples, int batch, Kernels kernels, RowKernels rows) {
        if (Arrays.equals(examples, IntStream.range(0, batch).toArray())) {
            return new Chosen(rows, Optional.empty());
        }
        long[] places = Arrays.stream(examples).asLongStream().toArray();
        return new Chosen(rows, Optional.of(kernels.longs(places, places.length)));
    }

    /** What belongs to the chosen examples of a tensor (batch, ..), for the caller to close. */
    Tensor of(Tensor tensor) {
        return places.isPresent() ? rows.examples(tensor, places.get()) : tensor.share();
    }

    @Override
    public void close() {
        places.ifPresent(Tensor::close);
    }
}
