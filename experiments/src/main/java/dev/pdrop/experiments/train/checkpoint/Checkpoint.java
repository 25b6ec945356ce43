// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.checkpoint;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.pdrop.experiments.output.WholeFile;
import dev.pdrop.spi.FailedRunException;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Named float32 tensors and a text in one file, so that both are there or neither.
 *
 * <p>A safetensors file with the text among its metadata. Immutable; tensors are read when they are asked for.
 *
 * @source the safetensors format as described in its repository's README (huggingface/safetensors)
 */
public final class Checkpoint {

    private static final String METADATA = "__metadata__";
    private static final String STATE = "state";
    private static final String OFFSETS = "data_offsets";
    private static final int LARGEST_HEADER = 1 << 26;

    private final Path file;
    private final String remedy;
    private final JsonObject header;
    private final long data;

    private Checkpoint(Path file, String remedy, JsonObject header, long data) {
        this.file = file;
        this.remedy = remedy;
        this.header = header;
        this.data = data;
    }

    /**
     * Writes a file, in place of one that may be there, whole or not at all.
     *
     * @param state any text
     * @param tensors float32 each, borrowed
     * @throws FailedRunException if it cannot be written; what was there before is still there
     */
    public static void write(Path file, String state, Map<String, NDArray> tensors) {
        byte[] header = header(state, tensors);
        WholeFile.write(file, plain -> {
            OutputStream output = new BufferedOutputStream(plain, 1 << 16);
            output.write(little(Long.BYTES, bytes -> bytes.putLong(header.length)));
            output.write(header);
            for (NDArray tensor : tensors.values()) {
                float[] values = tensor.toFloatArray();
                output.write(little(
                        Float.BYTES * values.length,
                        bytes -> bytes.asFloatBuffer().put(values)));
            }
            output.flush();
        });
    }

    /**
     * Opens a file.
     *
     * @param remedy what people can do if it is broken
     * @throws FailedRunException if it is none that {@link #write} wrote
     */
    public static Checkpoint read(Path file, String remedy) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long length = bytes(channel, 0, Long.BYTES).getLong();
            if (length < 2 || length > LARGEST_HEADER) {
                throw broken(file, remedy, "no header", null);
            }
            String json = StandardCharsets.UTF_8
                    .decode(bytes(channel, Long.BYTES, (int) length))
                    .toString();
            return new Checkpoint(file, remedy, JsonParser.parseString(json).getAsJsonObject(), Long.BYTES + length);
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw broken(file, remedy, String.valueOf(e.getMessage()), e);
        }
    }

    /** The text. */
    public String state() {
        try {
            return header.getAsJsonObject(METADATA).get(STATE).getAsString();
        } catch (RuntimeException e) {
            throw broken(file, remedy, "no state", e);
        }
    }

    /**
     * The values of a tensor, row-major.
     *
     * @throws FailedRunException if there is none of that name
     */
    public float[] tensor(String name) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            JsonElement entry = header.get(name);
            if (entry == null) {
                throw broken(file, remedy, "no tensor " + name, null);
            }
            JsonArray offsets = entry.getAsJsonObject().getAsJsonArray(OFFSETS);
            long start = offsets.get(0).getAsLong();
            int size = Math.toIntExact(offsets.get(1).getAsLong() - start);
            float[] values = new float[size / Float.BYTES];
            bytes(channel, data + start, size).asFloatBuffer().get(values);
            return values;
        } catch (IOException e) {
            throw broken(file, remedy, String.valueOf(e.getMessage()), e);
        }
    }

    /** What is said of it if its text is not what it should be. */
    public FailedRunException broken(String found, Throwable cause) {
        return broken(file, remedy, found, cause);
    }

    private static byte[] header(String state, Map<String, NDArray> tensors) {
        JsonObject header = new JsonObject();
        JsonObject metadata = new JsonObject();
        metadata.addProperty(STATE, state);
        header.add(METADATA, metadata);
        long offset = 0;
        for (Map.Entry<String, NDArray> tensor : tensors.entrySet()) {
            long end = offset + Float.BYTES * tensor.getValue().size();
            JsonObject entry = new JsonObject();
            entry.addProperty("dtype", "F32");
            entry.add("shape", array(tensor.getValue().getShape().getShape()));
            entry.add(OFFSETS, array(offset, end));
            header.add(tensor.getKey(), entry);
            offset = end;
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        byte[] aligned = java.util.Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        java.util.Arrays.fill(aligned, json.length, aligned.length, (byte) ' ');
        return aligned;
    }

    private static JsonArray array(long... numbers) {
        JsonArray array = new JsonArray();
        for (long number : numbers) {
            array.add(number);
        }
        return array;
    }

    private static ByteBuffer bytes(FileChannel channel, long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("one that ends early");
            }
        }
        return bytes.flip();
    }

    private static byte[] little(int size, Consumer<ByteBuffer> fill) {
        byte[] bytes = new byte[size];
        fill.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return bytes;
    }

    private static FailedRunException broken(
            Path file, String remedy, String found, @org.jspecify.annotations.Nullable Throwable cause) {
        return new FailedRunException("expected a checkpoint at " + file + ", found " + found + ": " + remedy, cause);
    }
}
