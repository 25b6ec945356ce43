// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.pdrop.spi.Image;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The golden files that {@code src/test/python/image_processing.py} makes, and the pictures they speak of. */
final class Golden {

    private static final Path FOLDER = Path.of("src/test/resources/image");

    private Golden() {}

    static JsonArray cases(String file) throws IOException {
        return JsonParser.parseString(Files.readString(FOLDER.resolve(file))).getAsJsonArray();
    }

    /** The noise picture of a size and seed. */
    static Image picture(JsonElement size, int seed) {
        int width = size.getAsJsonArray().get(0).getAsInt();
        int height = size.getAsJsonArray().get(1).getAsInt();
        byte[] levels = new byte[3 * width * height];
        long state = seed;
        for (int i = 0; i < levels.length; i++) {
            state = (state * 1103515245 + 12345) % (1L << 31);
            levels[i] = (byte) Math.min(Math.max((state >> 16) % 384 - 64, 0), 255);
        }
        return Image.of("noise " + seed, width, height, levels);
    }

    static String sha256(byte[] data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static String sha256(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return sha256(bytes.array());
    }
}
