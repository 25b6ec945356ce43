// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.weights;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/** Small safetensors files for tests, written and read without the code under test. */
public final class Safetensors {

    /** A stored tensor. */
    public record Stored(String dtype, List<Long> shape, ByteBuffer bytes) {

        /** As float32. */
        public float[] floats() {
            float[] values = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(values);
            return values;
        }

        /** As int64, narrowed. */
        public int[] ints() {
            long[] values = new long[bytes.remaining() / Long.BYTES];
            bytes.asLongBuffer().get(values);
            return LongStream.of(values).mapToInt(Math::toIntExact).toArray();
        }
    }

    private Safetensors() {}

    /** A float32 tensor. */
    public static Stored floats(float[] values, Long... shape) {
        ByteBuffer bytes = little(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return new Stored("F32", List.of(shape), bytes);
    }

    /** Random float32 numbers. */
    public static Stored random(RandomGenerator random, double scale, Long... shape) {
        float[] values = new float[Math.toIntExact(List.of(shape).stream().reduce(1L, (a, b) -> a * b))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        return floats(values, shape);
    }

    static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** All tensors of a file. */
    public static Map<String, Stored> read(Path file) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(all.getLong(0));
        JsonObject header = JsonParser.parseString(new String(all.array(), 8, length, StandardCharsets.UTF_8))
                .getAsJsonObject();
        Map<String, Stored> tensors = new LinkedHashMap<>();
        for (String name : header.keySet()) {
            if (!name.equals("__metadata__")) {
                tensors.put(name, stored(header.getAsJsonObject(name), all, 8 + length));
            }
        }
        return tensors;
    }

    private static Stored stored(JsonObject entry, ByteBuffer all, int start) {
        int from = entry.getAsJsonArray("data_offsets").get(0).getAsInt();
        int to = entry.getAsJsonArray("data_offsets").get(1).getAsInt();
        List<Long> shape = entry.getAsJsonArray("shape").asList().stream()
                .map(size -> size.getAsLong())
                .toList();
        ByteBuffer bytes = all.slice(start + from, to - from).order(ByteOrder.LITTLE_ENDIAN);
        return new Stored(entry.get("dtype").getAsString(), shape, bytes);
    }

    /** Writes a file under a temporary name, then renames it. */
    public static void write(Path target, Map<String, Stored> tensors) throws IOException {
        StringBuilder header = new StringBuilder("{");
        int end = 0;
        for (Map.Entry<String, Stored> entry : tensors.entrySet()) {
            Stored stored = entry.getValue();
            int from = end;
            end += stored.bytes().remaining();
            header.append(header.length() == 1 ? "" : ",")
                    .append(String.format(
                            "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}",
                            entry.getKey(), stored.dtype(), stored.shape(), from, end));
        }
        header.append("}");
        header.append(" ".repeat((8 - header.length() % 8) % 8));
        byte[] content = new byte[8 + header.length() + end];
        ByteBuffer all = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(header.length()).put(header.toString().getBytes(StandardCharsets.UTF_8));
        tensors.values().forEach(stored -> all.put(stored.bytes().duplicate()));
        Path temporary = target.resolveSibling(target.getFileName() + ".part");
        Files.write(temporary, content);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
