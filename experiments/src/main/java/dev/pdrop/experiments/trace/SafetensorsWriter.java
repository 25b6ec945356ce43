// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.trace;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pdrop.experiments.output.WholeFile;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes float32 tensors as a safetensors file: header length, JSON header, values, all little-endian.
 *
 * @source the safetensors format as described in its repository's README (huggingface/safetensors)
 */
public final class SafetensorsWriter {

    private SafetensorsWriter() {}

    /**
     * Writes a file whole or not at all.
     *
     * @throws dev.pdrop.spi.FailedRunException if it cannot be written
     */
    public static void write(Path file, List<NamedTensor> tensors) {
        WholeFile.write(file, plain -> {
            OutputStream output = new BufferedOutputStream(plain);
            byte[] header = header(tensors);
            output.write(little(Long.BYTES, bytes -> bytes.putLong(header.length)));
            output.write(header);
            for (NamedTensor tensor : tensors) {
                float[] values = tensor.values();
                output.write(little(
                        Float.BYTES * values.length,
                        bytes -> bytes.asFloatBuffer().put(values)));
            }
            output.flush();
        });
    }

    private static byte[] header(List<NamedTensor> tensors) {
        JsonObject header = new JsonObject();
        long offset = 0;
        for (NamedTensor tensor : tensors) {
            long end = offset + (long) Float.BYTES * tensor.values().length;
            JsonObject entry = new JsonObject();
            entry.addProperty("dtype", "F32");
            JsonArray shape = new JsonArray();
            tensor.shape().forEach(shape::add);
            entry.add("shape", shape);
            JsonArray offsets = new JsonArray();
            offsets.add(offset);
            offsets.add(end);
            entry.add("data_offsets", offsets);
            header.add(tensor.name(), entry);
            offset = end;
        }
        String json = new Gson().toJson(header);
        String padded = json + " ".repeat((8 - json.length() % 8) % 8);
        return padded.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] little(int size, Consumer<ByteBuffer> fill) {
        byte[] bytes = new byte[size];
        fill.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return bytes;
    }
}
