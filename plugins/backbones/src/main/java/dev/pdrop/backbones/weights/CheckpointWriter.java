// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.weights;

import com.google.gson.JsonPrimitive;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.TrainableBackbone;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Writes a safetensors file, byte for byte as the reference implementation does.
 *
 * <p>Tensors stand in the order of their names; the header says that they are PyTorch's, without which transformers
 * loads none; the first number stands at a multiple of eight bytes. Whole or not at all: written under a temporary name
 * and renamed. One tensor is in memory at a time. Immutable.
 */
public final class CheckpointWriter {

    private static final String TEMPORARY = ".partial";
    private static final int ALIGNMENT = 8;
    private static final int CHUNK = 1 << 20;

    private final Rounding rounding;
    private final int chunk;

    /** A writer of numbers in a format. */
    public CheckpointWriter(TrainableBackbone.StoredFormat format) {
        this(format, CHUNK);
    }

    CheckpointWriter(TrainableBackbone.StoredFormat format, int chunk) {
        this.rounding = Rounding.of(format);
        this.chunk = chunk;
    }

    /**
     * Writes a file, replacing one that is there.
     *
     * @param file where to
     * @param tensors in any order, each name once
     * @throws FailedRunException if it cannot be written, or a number is not finite in the format; then nothing is left
     *     behind
     */
    public void write(Path file, Collection<NamedTensor> tensors) {
        List<NamedTensor> sorted = new ArrayList<>(tensors);
        sorted.sort(Comparator.comparing(NamedTensor::name));
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
        try {
            try {
                fill(temporary, sorted);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected to write " + file + ", found an output error (" + e.getMessage()
                            + "): make room or check the folder and its permissions, then run the same command again",
                    e);
        }
    }

    private void fill(Path file, List<NamedTensor> tensors) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            byte[] header = header(tensors).getBytes(StandardCharsets.UTF_8);
            ByteBuffer start = ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
            writeAll(channel, start.putLong(header.length).put(header).flip());
            ByteBuffer buffer = ByteBuffer.allocateDirect(chunk).order(ByteOrder.LITTLE_ENDIAN);
            for (NamedTensor tensor : tensors) {
                write(channel, tensor, buffer);
            }
            // A renamed file whose content is still on its way to the disk would be empty after a loss of power.
            channel.force(true);
        }
    }

    /** The header as text, filled up with spaces so that the numbers are aligned. */
    String header(List<NamedTensor> tensors) {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        String last = "__metadata__";
        long end = 0;
        for (NamedTensor tensor : tensors) {
            if (tensor.name().equals(last)) {
                throw new IllegalArgumentException("two tensors are named " + last);
            }
            last = tensor.name();
            long begin = end;
            end = Math.addExact(
                    begin,
                    Math.multiplyExact(tensor.elements(), rounding.stored().bytes()));
            String shape = tensor.shape().toString().replace(" ", "");
            header.append(',').append(new JsonPrimitive(last));
            header.append(":{\"dtype\":\"")
                    .append(rounding.stored())
                    .append("\",\"shape\":")
                    .append(shape);
            header.append(",\"data_offsets\":[")
                    .append(begin)
                    .append(',')
                    .append(end)
                    .append("]}");
        }
        header.append('}');
        int bytes = header.toString().getBytes(StandardCharsets.UTF_8).length;
        return header.append(" ".repeat(Math.floorMod(-bytes, ALIGNMENT))).toString();
    }

    private void write(FileChannel channel, NamedTensor tensor, ByteBuffer buffer) throws IOException {
        float[] values = tensor.values().get();
        if (values.length != tensor.elements()) {
            throw new IllegalArgumentException("tensor " + tensor.name() + " of shape " + tensor.shape() + " came with "
                    + values.length + " numbers");
        }
        buffer.clear();
        for (float value : values) {
            requireFinite(tensor, value);
            if (buffer.remaining() < rounding.stored().bytes()) {
                writeAll(channel, buffer.flip());
                buffer.clear();
            }
            rounding.put(value, buffer);
        }
        writeAll(channel, buffer.flip());
    }

    private void requireFinite(NamedTensor tensor, float value) {
        if (!rounding.holds(value)) {
            throw new FailedRunException("expected weights that are finite in " + rounding.stored() + ", found " + value
                    + " in tensor " + tensor.name()
                    + ": go back to an earlier checkpoint, or store them in a wider format");
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
