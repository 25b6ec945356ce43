// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.pdrop.experiments.output.WholeFile;
import dev.pdrop.experiments.run.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * By which a server's runs are known to be those of a run folder: a random number that the folder keeps in
 * {@value #FILE}, the keys of its arms, and the hash of what they are asked.
 *
 * <p>The name of the folder will not do: two machines may hold the same one. The keys are in it since other code gives
 * other numbers, and what is asked since a corrected picture does: both are another run to MLflow, whose steps cannot
 * be taken back. All of it is known before the first answer and the same at each start.
 */
final class RunIdentity {

    private static final String FILE = "tracking.json";
    private static final String KEY = "id";

    private RunIdentity() {}

    /**
     * The identity of a run, which is made if it has none.
     *
     * @throws dev.pdrop.spi.FailedRunException if it cannot be kept
     */
    static String of(Path folder, Manifest manifest) {
        String id = of(folder);
        Stream<String> decisive = Stream.concat(
                manifest.arms().stream().map(Manifest.Arm::key),
                Stream.of(manifest.hashes().inputs()));
        return id + "."
                + UUID.nameUUIDFromBytes(
                                decisive.collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .substring(0, 8);
    }

    /**
     * The random number of a folder, which is made if it has none.
     *
     * @throws dev.pdrop.spi.FailedRunException if it cannot be kept
     */
    static String of(Path folder) {
        Path file = folder.resolve(FILE);
        String id = read(file);
        if (id.isEmpty()) {
            id = UUID.randomUUID().toString();
            JsonObject content = new JsonObject();
            content.addProperty(KEY, id);
            byte[] bytes = (content + "\n").getBytes(StandardCharsets.UTF_8);
            WholeFile.write(file, output -> output.write(bytes));
        }
        return id;
    }

    /** What the file says; empty if it says nothing that can be used. */
    private static String read(Path file) {
        try {
            JsonElement content =
                    Files.exists(file) ? JsonParser.parseString(Files.readString(file)) : new JsonObject();
            JsonElement id = content.isJsonObject() ? content.getAsJsonObject().get(KEY) : null;
            return id != null && id.isJsonPrimitive() && id.getAsString().matches("[0-9a-f-]{36}")
                    ? id.getAsString()
                    : "";
        } catch (IOException | JsonParseException e) {
            return "";
        }
    }
}
