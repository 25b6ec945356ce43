// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The tensors of a checkpoint, without the state beside them, which tells times. */
public final class CheckpointTensors {

    private CheckpointTensors() {}

    /** Holds two checkpoints to the same tensors, to the bit. */
    public static void assertEqual(Path one, Path other) throws IOException {
        assertThat(names(one)).isEqualTo(names(other));
        assertThat(values(one)).isEqualTo(values(other));
    }

    private static List<String> names(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        JsonObject header = JsonParser.parseString(
                        new String(all, Long.BYTES, headerLength(all), StandardCharsets.UTF_8))
                .getAsJsonObject();
        header.remove("__metadata__");
        return List.copyOf(header.keySet());
    }

    private static byte[] values(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        return Arrays.copyOfRange(all, Long.BYTES + headerLength(all), all.length);
    }

    private static int headerLength(byte[] file) {
        return (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
