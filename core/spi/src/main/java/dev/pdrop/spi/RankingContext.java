// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/**
 * What a ranker may look at.
 *
 * <p>The state is borrowed; results belong to {@link #manager()}. There is no clock and no other source of randomness.
 */
public final class RankingContext {

    private final DecoderState state;
    private final IntSupplier keep;
    private final IntFunction<RandomGenerator> randoms;
    private final NDManager manager;

    /**
     * A context.
     *
     * @param state at the point of the stage, carrying what the ranker declared
     * @param keep how many visual tokens will stay in each example; asked only if the ranker asks
     * @param randoms a new generator for each example, derived from (seed, arm, replicate, example, point); for a
     *     ranker that does not look at text the example's images stand for it
     * @param manager owns what the ranker makes
     */
    public RankingContext(
            DecoderState state, IntSupplier keep, IntFunction<RandomGenerator> randoms, NDManager manager) {
        this.state = state;
        this.keep = keep;
        this.randoms = randoms;
        this.manager = manager;
    }

    /** A context with a known count. */
    public RankingContext(DecoderState state, int keep, IntFunction<RandomGenerator> randoms, NDManager manager) {
        this(state, () -> keep, randoms, manager);
    }

    /** Where the stage acts. */
    public Point point() {
        return Point.decoder(state.layer());
    }

    /** Number of examples. */
    public int batch() {
        return state.batch();
    }

    /** Rows of each example. */
    public int tokens() {
        return state.tokens();
    }

    /** Visual tokens left in each example. */
    public int visualTokens() {
        return state.visualTokens();
    }

    /**
     * How many visual tokens will stay in each example. A verdict that does not ask serves every count, and is then
     * computed once for all arms that differ in it.
     */
    public int keep() {
        return keep.getAsInt();
    }

    /** Where each visual token left in an example comes from, in order of rows. */
    public List<VisualToken> origins(int example) {
        List<VisualToken> all = state.prompts().get(example).visualTokens();
        return java.util.Arrays.stream(state.visualIndices(example))
                .mapToObj(all::get)
                .toList();
    }

    /** A captured value, borrowed, float32, in the shape that {@link Capture.Kind} gives. */
    public NDArray captured(Capture capture) {
        return state.captured(capture);
    }

    /** A new generator for an example; equal calls give equal generators. */
    public RandomGenerator random(int example) {
        return randoms.apply(example);
    }

    /** Owns what the ranker makes. */
    public NDManager manager() {
        return manager;
    }

    /**
     * The entries of visual tokens along one axis.
     *
     * @param array (batch, ...) with {@link #tokens()} entries on {@code axis}
     * @param axis not 0; negative counts from the end
     * @return the same shape with {@link #visualTokens()} entries on {@code axis}, owned by {@link #manager()}
     */
    public NDArray visual(NDArray array, int axis) {
        int dimensions = array.getShape().dimension();
        int along = axis < 0 ? axis + dimensions : axis;
        try (NDManager scope = manager.newSubManager()) {
            scope.tempAttachAll(array);
            NDArray picked = contiguous() ? slice(array, along, dimensions) : gather(scope, array, along);
            return scope.ret(picked);
        }
    }

    private boolean contiguous() {
        int first = visualTokens() == 0 ? 0 : state.visualRows(0)[0];
        for (int example = 0; example < batch(); example++) {
            int[] rows = state.visualRows(example);
            for (int i = 0; i < rows.length; i++) {
                if (rows[i] != first + i) {
                    return false;
                }
            }
        }
        return true;
    }

    private NDArray slice(NDArray array, int along, int dimensions) {
        int first = visualTokens() == 0 ? 0 : state.visualRows(0)[0];
        NDIndex index = new NDIndex();
        for (int i = 0; i < dimensions; i++) {
            index = i == along ? index.addSliceDim(first, first + visualTokens()) : index.addAllDim();
        }
        return array.get(index);
    }

    private NDArray gather(NDManager scope, NDArray array, int along) {
        long[] rows = new long[batch() * visualTokens()];
        for (int example = 0; example < batch(); example++) {
            int[] own = state.visualRows(example);
            for (int i = 0; i < own.length; i++) {
                rows[example * own.length + i] = own[i];
            }
        }
        Shape shape = array.getShape();
        long[] narrow = new long[shape.dimension()];
        java.util.Arrays.fill(narrow, 1);
        narrow[0] = batch();
        narrow[along] = visualTokens();
        long[] wide = shape.getShape().clone();
        wide[along] = visualTokens();
        NDArray index = scope.create(rows, new Shape(narrow)).broadcast(new Shape(wide));
        return array.gather(index.toType(DataType.INT64, false), along);
    }
}
