// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.experiments.hub.LocalHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded checkpoint, brought from a hub on this machine and asked. */
final class PullCommandTest {

    private static final Path MODEL = Path.of("models", "glyph-llava");
    private static final Path PICTURE = Path.of("data", "glyph-questions", "images", "000060.png");

    private final LocalHub hub = new LocalHub();

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void whatIsPulledAnswersAsTheModelThatWasPublished() throws IOException {
        publish();
        CommandRun pulled = pull("pull", "org/glyph");
        String where = pulled.out().strip();

        assertThat(pulled.exitCode()).as(pulled.error()).isZero();
        assertThat(pulled.error())
                .containsPattern("^\\d files of 3\\.\\d MiB\n")
                .contains("100 %  3.");
        assertThat(Path.of(where)).isDirectory();
        assertThat(answer(Path.of(where))).isEqualTo(answer(MODEL));

        CommandRun again = pull("pull", "org/glyph", "--json");
        assertThat(again.error()).contains(", all there already");
        JsonObject json = JsonParser.parseString(again.out()).getAsJsonObject();
        assertThat(json.get("folder").getAsString()).isEqualTo(where);
        assertThat(json.get("commit").getAsString()).isEqualTo(LocalHub.COMMIT);

        hub.close();
        assertThat(pull("pull", "org/glyph", "--offline").out().strip()).isEqualTo(where);
        CommandRun without = CommandRun.of(
                Map.of("HF_ENDPOINT", hub.uri(), "HF_HOME", folder.toString(), "HF_HUB_OFFLINE", "1"),
                "pull",
                "org/other");
        assertThat(without.exitCode()).isEqualTo(4);
        assertThat(without.error()).startsWith("expected org/other in the cache at ");
    }

    private CommandRun pull(Object... arguments) {
        return CommandRun.of(Map.of("HF_ENDPOINT", hub.uri(), "HF_HOME", folder.toString()), arguments);
    }

    private static String answer(Path model) {
        CommandRun run = CommandRun.of(
                Map.of(), "answer", "--model", model, "--image", PICTURE, "what shape is the green thing ?");
        assertThat(run.exitCode()).as(run.error()).isZero();
        return run.out();
    }

    private void publish() throws IOException {
        try (Stream<Path> files = Files.list(MODEL)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                hub.with(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            }
        }
        assertThat(List.of("model.safetensors", "config.json")).allMatch(name -> Files.exists(MODEL.resolve(name)));
    }
}
