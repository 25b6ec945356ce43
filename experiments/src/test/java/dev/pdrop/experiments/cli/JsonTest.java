// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.experiments.toolkit.Home;
import dev.pdrop.experiments.toolkit.Toolkit;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --json} promises to machines: one value, and keys that stay. */
final class JsonTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter error = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void listsPluginsAndFiles() {
        JsonObject list = run("list", "--json");

        assertThat(list.keySet()).containsExactly("plugins", "files");
        assertThat(keys(list.getAsJsonArray("plugins"))).containsExactly("kind", "name", "description", "source");
        assertThat(keys(list.getAsJsonArray("files"))).containsExactly("kind", "name", "description", "source");
    }

    @Test
    void describesWhatHasAName() {
        JsonObject description = run("describe", "pyramid-drop", "--json");

        assertThat(description.keySet()).containsExactly("name", "entries");
        JsonArray entries = description.getAsJsonArray("entries");
        assertThat(keys(entries))
                .containsExactly(
                        "kind", "name", "description", "source", "text", "schedule", "settings", "problem", "block");
        assertThat(entries)
                .extracting(entry -> entry.getAsJsonObject().get("kind").getAsString())
                .containsExactly("ranker", "method");
        assertThat(entries.get(1).getAsJsonObject().get("schedule").getAsString())
                .contains("lambda");
        assertThat(keys(entries.get(1).getAsJsonObject().getAsJsonArray("settings")))
                .containsExactly("path", "value", "set_by", "origin");
    }

    @Test
    void describesAMethodThatCannotBeUsed() throws IOException {
        Path conf = folder.resolve("experiments/conf");
        for (String group : List.of("backbone", "dataset", "experiment", "method")) {
            Files.createDirectories(conf.resolve(group));
        }
        Files.writeString(conf.resolve("method/broken.conf"), "ranker { use = nobody }\n");

        JsonObject entry = run(folder, "describe", "broken", "--json")
                .getAsJsonArray("entries")
                .get(0)
                .getAsJsonObject();

        assertThat(entry.get("text").getAsString()).contains("nobody");
        assertThat(entry.get("problem").getAsString()).contains("nobody").contains("broken.conf");
    }

    @Test
    void aTrainingBeforeItRuns() {
        JsonObject plan = run("train", "src/test/resources/train/toy.conf", "--dry-run", "--json");
        assertThat(plan.keySet()).containsExactly("name", "folder", "visual_tokens", "layers", "stages");
        JsonObject tower = plan.getAsJsonArray("stages").get(0).getAsJsonObject();
        assertThat(tower.get("questions").isJsonNull()).isTrue();
        assertThat(tower.get("turns").isJsonNull()).isTrue();
        JsonObject tuning = plan.getAsJsonArray("stages").get(2).getAsJsonObject();
        assertThat(tuning.get("questions").getAsInt()).isEqualTo(4);
        assertThat(tuning.get("turns").getAsString()).isEqualTo("apart");
    }

    @Test
    void saysWhatWouldRun() {
        JsonObject plan = run("run", "quickstart", "--dry-run", "--quiet", "--json", "--set", "dataset.limit=5");

        assertThat(plan.keySet())
                .containsExactly(
                        "folder",
                        "questions",
                        "arms",
                        "questions_per_image",
                        "tree",
                        "cost",
                        "time",
                        "needs_yes",
                        "notes",
                        "detectable");
        assertThat(plan.getAsJsonObject("detectable").get("reason").getAsString())
                .isEqualTo("expected at least 10 images, found 2: ask about more images");
        assertThat(plan.get("questions").getAsInt()).isEqualTo(5);
        assertThat(keys(plan.getAsJsonArray("arms")))
                .containsExactly("arm", "ranker", "schedule", "positions", "average_tokens", "tmac");
        assertThat(plan.getAsJsonObject("tree").keySet())
                .containsExactly("layers", "visual_tokens", "root", "undecided");
        assertThat(plan.getAsJsonObject("cost").keySet())
                .containsExactly("convention", "text_tokens", "shared_tmac", "separate_tmac", "sharing");
        assertThat(plan.getAsJsonObject("time").keySet()).containsExactly("low_seconds", "high_seconds", "basis");
        assertThat(error.toString()).isEmpty();
    }

    @Test
    void givesTheResultsOfARunAndThePlaceOfItsReport() {
        JsonObject outcome =
                run("run", "quickstart", "--quiet", "--json", "--set", "dataset.limit=2", "--set", "output=" + folder);

        assertThat(outcome.keySet()).containsExactly("folder", "report", "results");
        assertThat(Path.of(outcome.get("report").getAsString())).isRegularFile().hasFileName("report.html");
        JsonArray arms = outcome.getAsJsonObject("results").getAsJsonArray("arms");
        assertThat(arms).hasSize(5);
        assertThat(keys(arms))
                .contains(
                        "arm",
                        "accuracy",
                        "loyalty",
                        "average_tokens",
                        "tmac",
                        "fastv_tmac",
                        "kv_mib",
                        "prefill_ms",
                        "decode_ms",
                        "replicates",
                        "accuracy_interval",
                        "layers",
                        "quality");
        assertThat(outcome.getAsJsonObject("results").keySet())
                .containsExactly(
                        "schema",
                        "arms",
                        "visual_tokens",
                        "unknown_words",
                        "types",
                        "statistics",
                        "pairs",
                        "gains",
                        "horizons",
                        "parts",
                        "gates",
                        "controls",
                        "detectable");
        assertThat(error.toString()).isEmpty();

        JsonObject report = run("report", outcome.get("folder").getAsString(), "--json");
        assertThat(report.keySet()).containsExactly("run", "complete", "folder", "report");
        assertThat(report.get("report")).isEqualTo(outcome.get("report"));
        assertThat(report.get("complete").getAsBoolean()).isTrue();
    }

    @Test
    void listsRepeatsAndRemovesARun() {
        run("run", "quickstart", "--quiet", "--json", "--set", "dataset.limit=2", "--set", "output=" + folder);

        JsonObject runs = run("runs", folder.toString(), "--json");
        assertThat(runs.keySet()).containsExactly("folder", "runs", "trainings");
        assertThat(keys(runs.getAsJsonArray("runs")))
                .containsExactly("run", "folder", "date", "state", "arms", "examples", "bytes", "removed");
        JsonObject only = runs.getAsJsonArray("runs").get(0).getAsJsonObject();
        assertThat(only.get("state").getAsString()).isEqualTo("complete");

        JsonObject again = run("rerun", only.get("folder").getAsString(), "--json");
        assertThat(again.keySet()).containsExactly("run", "folder", "verdict", "comparison");
        assertThat(again.get("verdict").getAsString()).isEqualTo("identical");
        assertThat(again.getAsJsonObject("comparison").get("compared").getAsInt())
                .isEqualTo(10);

        JsonObject kept = run("runs", folder.toString(), "--clean", "1000d", "--yes", "--json");
        assertThat(kept.getAsJsonArray("runs")).isEmpty();
        JsonObject removed = run("runs", folder.toString(), "--clean", "unfinished", "--yes", "--json");
        assertThat(removed.getAsJsonArray("runs")).isEmpty();
    }

    @Test
    void removesARunAndSaysSo() throws IOException {
        Path unfinished = Files.createDirectories(folder.resolve("quick-01234567"));
        Files.writeString(unfinished.resolve("effective.conf"), "");

        JsonObject removed = run("runs", folder.toString(), "--clean", "unfinished", "--yes", "--json");

        JsonObject only = removed.getAsJsonArray("runs").get(0).getAsJsonObject();
        assertThat(only.get("arms").isJsonNull()).isTrue();
        assertThat(only.get("removed").getAsBoolean()).isTrue();
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void tellsWhatTheDoctorFound() {
        JsonObject diagnosis = run("doctor", "--json");

        assertThat(diagnosis.keySet()).containsExactly("status", "findings");
        assertThat(List.of("ok", "warn")).contains(diagnosis.get("status").getAsString());
        assertThat(keys(diagnosis.getAsJsonArray("findings"))).containsExactly("subject", "status", "found", "advice");
        assertThat(diagnosis.getAsJsonArray("findings"))
                .extracting(finding -> finding.getAsJsonObject().get("subject").getAsString())
                .containsExactly(
                        "java",
                        "processor",
                        "threads",
                        "memory",
                        "native library",
                        "devices",
                        "plugins",
                        "embedded model",
                        "run folder",
                        "cache",
                        "mlflow");
    }

    private static Set<String> keys(JsonArray objects) {
        assertThat(objects).isNotEmpty();
        Set<String> keys = new LinkedHashSet<>();
        for (JsonElement object : objects) {
            keys.addAll(object.getAsJsonObject().keySet());
        }
        return keys;
    }

    private JsonObject run(String... arguments) {
        return run(Path.of(".."), arguments);
    }

    private JsonObject run(Path home, String... arguments) {
        Toolkit toolkit = new Toolkit(new Home(home), getClass().getClassLoader());
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(error, true), false);
        out.getBuffer().setLength(0);
        assertThat(Main.run(toolkit, console, arguments)).as(error.toString()).isZero();
        return JsonParser.parseString(out.toString()).getAsJsonObject();
    }
}
