// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tensors of a small safetensors file, copied to the host.
 *
 * <p>Not the product's own reader: what was recorded and what is tested are read by different code.
 */
final class Tensors {

    private final Path file;
    private final JsonObject header;
    private final ByteBuffer data;

    private Tensors(Path file, JsonObject header, ByteBuffer data) {
        this.file = file;
        this.header = header;
        this.data = data;
    }

    static Tensors read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] json = new byte[Math.toIntExact(bytes.getLong())];
        bytes.get(json);
        JsonObject header =
                JsonParser.parseString(new String(json, StandardCharsets.UTF_8)).getAsJsonObject();
        return new Tensors(file, header, bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
    }

    boolean has(String name) {
        return header.has(name);
    }

    /** The names of all tensors. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(header.keySet());
        names.remove("__metadata__");
        return names;
    }

    float[] floats(String name) {
        ByteBuffer bytes = bytes(name, "F32");
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    int[] integers(String name) {
        ByteBuffer bytes = bytes(name, "I64");
        int[] values = new int[bytes.remaining() / Long.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.toIntExact(bytes.getLong());
        }
        return values;
    }

    private ByteBuffer bytes(String name, String type) {
        JsonObject entry = header.getAsJsonObject(name);
        if (entry == null || !entry.get("dtype").getAsString().equals(type)) {
            throw new IllegalArgumentException(file + " holds no " + type + " tensor " + name + ": " + header.keySet());
        }
        JsonArray offsets = entry.getAsJsonArray("data_offsets");
        int start = offsets.get(0).getAsInt();
        return data.slice(start, offsets.get(1).getAsInt() - start).order(ByteOrder.LITTLE_ENDIAN);
    }
}
