// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.weights;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.LoadKernels;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.spi.InvalidModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * Brings tensors of a checkpoint into memory, in one number format, or maps them where they lie.
 *
 * <p>What must be converted goes through a buffer of fixed size, so loading needs no second copy of a tensor. Used by
 * one thread.
 */
public final class WeightLoader {

    private static final int CHUNK = 1 << 22;

    private final Checkpoint checkpoint;
    private final Kernels kernels;
    private final LoadKernels loading;
    private final NumberFormat format;
    private final int chunk;
    private final boolean inPlace;
    private final WeightPlace matrices;

    /** A loader of a checkpoint onto the device of {@code kernels}. */
    public WeightLoader(Checkpoint checkpoint, Kernels kernels, NumberFormat format) {
        this(checkpoint, kernels, format, WeightPlace.LOADED);
    }

    /**
     * A loader of a checkpoint onto the device of {@code kernels}.
     *
     * @param matrices where those of the decoder are to be
     */
    public WeightLoader(Checkpoint checkpoint, Kernels kernels, NumberFormat format, WeightPlace matrices) {
        this(checkpoint, kernels, format, CHUNK, true, matrices);
    }

    WeightLoader(Checkpoint checkpoint, Kernels kernels, NumberFormat format, int chunk) {
        this(checkpoint, kernels, format, chunk, true, WeightPlace.LOADED);
    }

    private WeightLoader(
            Checkpoint checkpoint,
            Kernels kernels,
            NumberFormat format,
            int chunk,
            boolean inPlace,
            WeightPlace matrices) {
        this.checkpoint = checkpoint;
        this.kernels = kernels;
        this.loading = new LoadKernels(kernels);
        this.format = format;
        this.chunk = chunk;
        this.inPlace = inPlace;
        this.matrices = matrices;
    }

    /** The checkpoint. */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /** The number format that tensors are read in. */
    public NumberFormat format() {
        return format;
    }

    /** Where the matrices of the decoder are to be. */
    public WeightPlace matrices() {
        return matrices;
    }

    /** The same checkpoint, read in float32 whatever the model runs in. */
    public WeightLoader inFloat32() {
        return new WeightLoader(checkpoint, kernels, NumberFormat.FLOAT32, chunk, inPlace, matrices);
    }

    /** The same checkpoint, read into memory that can be written into, never used where it lies in its file. */
    public WeightLoader copying() {
        return new WeightLoader(checkpoint, kernels, format, chunk, false, WeightPlace.LOADED);
    }

    /**
     * A tensor, owned by the caller.
     *
     * @throws InvalidModelException if it is missing or of another shape
     */
    public Tensor load(String name, long... shape) {
        StoredTensor stored = checkpoint.require(name, shape);
        return isUsableInPlace(stored) ? inPlace(stored) : copied(List.of(stored), shape);
    }

    /**
     * Several tensors of equal width, one below the other, owned by the caller.
     *
     * @param names in the order in which they are stacked
     * @param rows how many rows each of them has
     * @param width the size of every axis but the first
     */
    public Tensor stacked(List<String> names, List<Integer> rows, long... width) {
        StoredTensor[] parts = new StoredTensor[names.size()];
        long total = 0;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = checkpoint.require(names.get(i), prepend(rows.get(i), width));
            total += rows.get(i);
        }
        return copied(List.of(parts), prepend(total, width));
    }

    /**
     * A matrix as it lies in its file, owned by the caller: (rows, width) in the checkpoint's own number format, or,
     * where that is bfloat16, its bytes, (rows, 2 width).
     *
     * @throws InvalidModelException if it is missing or of another shape
     */
    public Tensor mapped(String name, long rows, long width) {
        StoredTensor stored = checkpoint.require(name, rows, width);
        if (stored.elements() > Integer.MAX_VALUE / stored.format().bytes()) {
            throw new InvalidModelException("expected matrices of at most 2 GiB for weights = mapped, found " + name
                    + " of " + rows + " x " + width + " numbers in " + stored.file() + ": set weights = loaded");
        }
        if (!isAligned(stored)) {
            throw new InvalidModelException(
                    "expected matrices that begin at a multiple of the size of their numbers for"
                            + " weights = mapped, found " + name + " at byte " + stored.position() + " of "
                            + stored.file()
                            + ": set weights = loaded, or save the checkpoint again");
        }
        ByteBuffer numbers = map(stored, 0, stored.elements());
        return kernels.own(
                kernels.weightManager().create(numbers, readableShape(stored, rows, width), readableType(stored)));
    }

    private static long[] prepend(long first, long[] rest) {
        long[] shape = new long[rest.length + 1];
        shape[0] = first;
        System.arraycopy(rest, 0, shape, 1, rest.length);
        return shape;
    }

    private boolean isUsableInPlace(StoredTensor stored) {
        return inPlace
                && format == NumberFormat.FLOAT32
                && stored.format() == StoredFormat.F32
                && isAligned(stored)
                && stored.elements() > 0
                && stored.elements() * Float.BYTES <= Integer.MAX_VALUE;
    }

    private static boolean isAligned(StoredTensor stored) {
        return stored.position() % stored.format().bytes() == 0;
    }

    /* DJL keeps the mapped buffer as long as the array is open. */
    private Tensor inPlace(StoredTensor stored) {
        ByteBuffer mapped = map(stored, 0, stored.elements());
        Shape shape =
                new Shape(stored.shape().stream().mapToLong(Long::longValue).toArray());
        return kernels.own(kernels.weightManager().create(mapped, shape, DataType.FLOAT32));
    }

    private Tensor copied(List<StoredTensor> parts, long[] shape) {
        long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        try (Tensor flat = loading.empty(format, elements)) {
            long start = 0;
            for (StoredTensor part : parts) {
                fill(flat, start, part);
                start += part.elements();
            }
            return loading.shaped(flat, shape);
        }
    }

    private void fill(Tensor flat, long start, StoredTensor part) {
        // What does not lie on its own alignment is moved.
        int moved = isAligned(part) ? 0 : Math.toIntExact(Math.min(chunk, part.elements()));
        ByteBuffer own =
                ByteBuffer.allocateDirect(moved * part.format().bytes()).order(ByteOrder.nativeOrder());
        for (long done = 0; done < part.elements(); done += chunk) {
            long count = Math.min(chunk, part.elements() - done);
            ByteBuffer mapped = map(part, done, count);
            ByteBuffer numbers =
                    isAligned(part) ? mapped : own.clear().put(mapped).flip();
            try (Tensor source =
                    kernels.own(kernels.manager().create(numbers, readableShape(part, count), readableType(part)))) {
                loading.fill(flat, source, start + done);
            }
        }
    }

    /* DJL has no bfloat16: kernels are given the bytes. */
    private static DataType readableType(StoredTensor stored) {
        return switch (stored.format()) {
            case F32 -> DataType.FLOAT32;
            case F16 -> DataType.FLOAT16;
            case BF16 -> DataType.UINT8;
            default -> throw new IllegalArgumentException("no weights are stored as " + stored.format());
        };
    }

    private static Shape readableShape(StoredTensor stored, long... shape) {
        long[] readable = shape.clone();
        readable[shape.length - 1] *=
                stored.format() == StoredFormat.BF16 ? stored.format().bytes() : 1;
        return new Shape(readable);
    }

    private static ByteBuffer map(StoredTensor stored, long first, long count) {
        int bytes = stored.format().bytes();
        try (FileChannel channel = FileChannel.open(stored.file(), StandardOpenOption.READ)) {
            return channel.map(MapMode.READ_ONLY, stored.position() + first * bytes, count * bytes)
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new InvalidModelException(
                    "expected to read tensor " + stored.name() + " from " + stored.file() + ", found: " + e.getMessage()
                            + ": check that the file is still there",
                    e);
        }
    }
}
