// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import dev.pdrop.backbones.kernels.Angles;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.ProbeKernels;
import dev.pdrop.backbones.kernels.RowKernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.kernels.TensorMap;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Capture.Rotation;
import dev.pdrop.spi.Queries;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes captures of one layer on the rows that enter it; keys of all rows at most once.
 *
 * <p>Borrows what it is given. Used in a try block, for one layer.
 */
final class LayerProbe implements AutoCloseable {

    private final Kernels kernels;
    private final ProbeKernels probes;
    private final RowKernels rowKernels;
    private final RotaryTable rotary;
    private final Pass pass;
    private final Sequence sequence;
    private final Tensor rows;
    private final TensorMap weights;
    private final Angles angles;
    private @Nullable Tensor keys;
    private @Nullable Tensor rotatedKeys;

    /**
     * A probe.
     *
     * @param rows what enters the layer: (batch, rows, hidden size)
     * @param pass over these rows
     */
    LayerProbe(Kernels kernels, RotaryTable rotary, Pass pass, Tensor rows, TensorMap weights) {
        this.kernels = kernels;
        this.probes = new ProbeKernels(kernels);
        this.rowKernels = new RowKernels(kernels);
        this.rotary = rotary;
        this.pass = pass;
        this.sequence = pass.sequence();
        this.rows = rows;
        this.weights = weights;
        this.angles = pass.angles();
    }

    /** Saves computing keys that are there already. */
    LayerProbe withKeys(Optional<Tensor> known) {
        known.ifPresent(tensor -> keys = tensor.share());
        return this;
    }

    /** Saves computing rotated keys that are there already. */
    LayerProbe withRotatedKeys(Tensor known) {
        rotatedKeys = known.share();
        return this;
    }

    /** The keys of all rows before rotary positions, if a capture needed them, as a new reference. */
    Optional<Tensor> keysComputed() {
        return Optional.ofNullable(keys).map(Tensor::share);
    }

    /** A captured value in float32, the caller's. */
    Tensor value(Capture capture) {
        int[][] chosen = sequence.rowsOf(capture.queries());
        try (Tensor places = Places.of(kernels, chosen)) {
            return switch (capture.kind()) {
                case HIDDEN -> widened(picked(rows, places, capture.queries()));
                case QUERY -> widened(queries(capture, chosen, places));
                case KEY -> widened(picked(keys(capture.rotation()), places, capture.queries()));
                case VALUE -> widened(values(places, capture.queries()));
                case SCORES -> scores(capture, chosen, places);
                case ATTENTION -> probes.softmax(scores(capture, chosen, places));
                case PIXELS -> throw new IllegalArgumentException("pixels do not enter a decoder layer");
            };
        }
    }

    private Tensor widened(Tensor value) {
        try (value) {
            return rowKernels.widened(value);
        }
    }

    private Tensor picked(Tensor tensor, Tensor places, Queries queries) {
        if (queries == Queries.Named.ALL) {
            return tensor.share();
        }
        return tensor.array().getShape().dimension() == 3
                ? rowKernels.unrecordedRows(tensor, places)
                : rowKernels.headRows(tensor, places);
    }

    private Tensor values(Tensor places, Queries queries) {
        try (Tensor chosen = picked(rows, places, queries)) {
            return probes.values(chosen, weights, angles);
        }
    }

    private Tensor queries(Capture capture, int[][] chosen, Tensor places) {
        try (Tensor own = picked(rows, places, capture.queries())) {
            Tensor plain = probes.queries(own, weights, angles);
            return capture.rotation() == Rotation.NONE ? plain : rotated(plain, chosen);
        }
    }

    private Tensor rotated(Tensor plain, int[][] chosen) {
        try (plain;
                Angles own = rotary.of(sequence.positions().at(chosen))) {
            return probes.rotated(plain, own);
        }
    }

    private Tensor scores(Capture capture, int[][] chosen, Tensor places) {
        try (Tensor queries = queries(capture, chosen, places)) {
            Tensor known = keys(capture.rotation());
            return pass.blockMask()
                    .map(mask -> probes.lessonScores(queries, known, places, mask))
                    .orElseGet(() -> probes.scores(queries, known, places));
        }
    }

    private Tensor keys(Rotation rotation) {
        if (rotation == Rotation.NONE) {
            return plainKeys();
        }
        Tensor known = rotatedKeys;
        if (known == null) {
            known = probes.rotated(plainKeys(), angles);
            rotatedKeys = known;
        }
        return known;
    }

    private Tensor plainKeys() {
        Tensor known = keys;
        if (known == null) {
            known = probes.keys(rows, weights, angles);
            keys = known;
        }
        return known;
    }

    @Override
    public void close() {
        if (keys != null) {
            keys.close();
        }
        if (rotatedKeys != null) {
            rotatedKeys.close();
        }
    }
}
