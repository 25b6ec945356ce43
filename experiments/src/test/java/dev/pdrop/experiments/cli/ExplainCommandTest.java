// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.pdrop.experiments.toolkit.Home;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.testing.Golden;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExplainCommandTest {

    /** An experiment has the same name. */
    private static final String PYRAMID = "conf/train/train-pyramid.conf";

    private final StringWriter out = new StringWriter();
    private final StringWriter error = new StringWriter();

    @Test
    void showsEachSettingWithTheLineTheFlagOrThePluginThatSetIt() {
        assertThat(run("explain", "quickstart", "--set", "dataset.limit=7")).isZero();

        String root = Path.of("..").toAbsolutePath().normalize() + "/";
        String settings = out.toString()
                .lines()
                .filter(line -> line.matches("(#|arms|backbone|dataset).*"))
                .map(line -> line.replace(root, "")
                        .replaceAll(" +([=#]) ", " $1 ")
                        .replaceAll("# \\S+\\.jar ", "# ")
                        .replaceAll(":\\d+\\b", ":<line>"))
                .collect(Collectors.joining("\n"));
        Golden.assertMatches("cli/explain", settings);
        assertThat(out.toString()).containsPattern("\nseed += 17 +# conf/base.conf:[1-9][0-9]*\n");
    }

    @Test
    void isConfigurationThatCanBeRead() {
        assertThat(run("explain", "quickstart", "--set", "arms.fastv-k2.schedule.keep=60"))
                .isZero();

        Config config = ConfigFactory.parseString(out.toString());
        assertThat(config.getInt("arms.fastv-k2.schedule.keep")).isEqualTo(60);
        assertThat(config.getString("name")).isEqualTo("quickstart");
    }

    @Test
    void saysWhatHoldsWhereSettingsExcludeEachOther() {
        assertThat(run("explain", "quickstart")).isZero();
        assertThat(out.toString())
                .contains("# arms.pyramid-drop: ranker pyramid-drop, positions contiguous, schedule: layers 3 6 9;");

        out.getBuffer().setLength(0);
        assertThat(run("explain", "quickstart", "--set", "arms.pyramid-drop.schedule.layers=null"))
                .isZero();
        assertThat(out.toString())
                .contains("# arms.pyramid-drop: ranker pyramid-drop, positions contiguous, schedule: stages 4;");
    }

    @Test
    void isJsonForMachines() {
        assertThat(run("explain", "quickstart", "--json", "--set", "seed=3")).isZero();

        JsonObject json = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertThat(json.keySet()).containsExactly("source", "name", "question", "arms", "settings");
        assertThat(json.getAsJsonArray("arms")).hasSize(5);
        JsonObject arm = json.getAsJsonArray("arms").get(1).getAsJsonObject();
        assertThat(arm.keySet()).containsExactly("arm", "ranker", "schedule", "positions");
        assertThat(setting(json, "seed").toString())
                .isEqualTo("{\"path\":\"seed\",\"value\":\"3\",\"set_by\":\"flag\",\"origin\":\"--set seed=3\"}");
        assertThat(setting(json, "name").get("set_by").getAsString()).isEqualTo("file");
        assertThat(setting(json, "backbone.device").get("set_by").getAsString()).isEqualTo("plugin default");
        assertThat(error.toString()).isEmpty();
    }

    @Test
    void showsATrainingByNameOrByFile() {
        assertThat(run("explain", "glyph-llava", "--set", "stages.tuning.reduction=fastv"))
                .isZero();
        assertThat(out.toString())
                .startsWith("# glyph-llava: A tiny LLaVA ")
                .contains("# stages.tuning: reduction: ranker fastv, positions original, schedule: ")
                .containsPattern("\nseed += 17 +# .*conf/train/base.conf:[1-9][0-9]*\n")
                .containsPattern("\nstages.tower.budget.steps += 5000 +# .*conf/train/glyph-llava.conf:[1-9][0-9]*\n")
                .containsPattern("\nvalidation.split += \"validation\" +# ")
                .containsPattern("\nmodel.decoder.layers += 12 +# .* \\(plugin default\\)\n");
        Config config = ConfigFactory.parseString(out.toString());
        assertThat(config.getString("stages.tuning.reduction.ranker.use")).isEqualTo("fastv");

        out.getBuffer().setLength(0);
        assertThat(run("explain", "src/test/resources/train/toy.conf")).isZero();
        assertThat(out.toString()).startsWith("# toy: A toy.\n").doesNotContain("reduction:");
    }

    @Test
    void aTrainingIsJsonForMachinesToo() {
        assertThat(run("explain", "glyph-llava", "--json", "--set", "stages.tuning.reduction=fastv"))
                .isZero();
        JsonObject json = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertThat(json.keySet()).containsExactly("source", "name", "purpose", "stages", "settings");
        assertThat(json.getAsJsonArray("stages").get(0).toString())
                .isEqualTo("{\"stage\":\"tower\",\"ranker\":null,\"schedule\":null,\"positions\":null}");
        JsonObject tuning = json.getAsJsonArray("stages").get(3).getAsJsonObject();
        assertThat(tuning.get("ranker").getAsString()).isEqualTo("fastv");
        assertThat(setting(json, "stages.tuning.batch-size").get("set_by").getAsString())
                .isEqualTo("file");
    }

    @Test
    void showsWhatTrainingsOfOneFileShareAndThenWhatIsOfEachAlone() {
        assertThat(run("explain", PYRAMID, "--set", "arms.fastv.seed=5")).isZero();
        assertThat(out.toString())
                .startsWith("# train-pyramid: What it costs ")
                .containsPattern("\nname += \"train-pyramid\" +# .*conf/train/train-pyramid.conf:[1-9][0-9]*\n")
                .containsPattern("\nevaluation += \"train-pyramid\" +# .*train-pyramid.conf:[1-9][0-9]*\n")
                .containsOnlyOnce("tower.budget.steps")
                .contains("\n# arms.none: no reduction\n")
                .contains(
                        "# arms.fastv: tuning, reduction: ranker fastv, positions original, schedule: layer 3; keep 42\n")
                .containsPattern("\narms.fastv.seed += 5 +# --set arms.fastv.seed=5\n")
                .containsPattern("\narms.none.seed += 17 +# .*conf/train/base.conf:[1-9][0-9]*\n")
                .containsPattern(
                        "\narms.\"pyramid-0.4\".stages.tuning.reduction.schedule.lambda += 0.4 +# .*train-pyramid.conf:[1-9][0-9]*\n")
                .containsPattern(
                        "\narms.none-long.stages.tuning.budget.steps += 3600 +# .*train-pyramid.conf:[1-9][0-9]*\n");
    }

    @Test
    void aTrainingWithArmsIsNoExperimentToRun() {
        assertThat(run("run", PYRAMID, "--dry-run")).isEqualTo(2);
        assertThat(error.toString())
                .isEqualTo(
                        PYRAMID + ": expected an experiment with arms, found a training with stages; give it to pdrop"
                                + " train\n");
    }

    @Test
    void trainingsOfOneFileAreConfigurationThatGivesTheSameTrainings(@TempDir Path folder) throws IOException {
        assertThat(run("explain", PYRAMID, "--json")).isZero();
        JsonObject before = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertThat(before.keySet()).containsExactly("source", "name", "purpose", "settings", "arms");
        assertThat(before.getAsJsonArray("arms")).hasSize(13);

        out.getBuffer().setLength(0);
        assertThat(run("explain", PYRAMID)).isZero();
        Path explained = Files.writeString(folder.resolve("explained.conf"), out.toString());
        out.getBuffer().setLength(0);
        assertThat(run("explain", explained.toString(), "--json"))
                .as(error.toString())
                .isZero();
        JsonObject after = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertThat(values(after)).isEqualTo(values(before));
    }

    /** Each arm's settings, those that all share included, as they are written. */
    private static Map<String, Map<String, String>> values(JsonObject explanation) {
        Map<String, Map<String, String>> arms = new LinkedHashMap<>();
        for (JsonElement element : explanation.getAsJsonArray("arms")) {
            JsonObject arm = element.getAsJsonObject();
            String name = arm.get("arm").getAsString();
            Map<String, String> values = new TreeMap<>();
            for (JsonArray settings : List.of(explanation.getAsJsonArray("settings"), arm.getAsJsonArray("settings"))) {
                for (JsonElement setting : settings) {
                    JsonObject one = setting.getAsJsonObject();
                    String path = one.get("path").getAsString();
                    values.put(
                            path.substring(
                                    path.startsWith("arms.")
                                            ? Setting.join("arms", name).length() + 1
                                            : 0),
                            one.get("value").getAsString());
                }
            }
            arms.put(name, values);
        }
        return arms;
    }

    @Test
    void whatIsNeitherIsAnUnknownExperiment() {
        assertThat(run("explain", "quickstrat")).isEqualTo(2);
        assertThat(error.toString())
                .isEqualTo("quickstrat: unknown experiment 'quickstrat'; did you mean 'quickstart'?\n");
        error.getBuffer().setLength(0);
        assertThat(run("explain", "none.conf")).isEqualTo(2);
        assertThat(error.toString())
                .isEqualTo("none.conf: expected a configuration file, found nothing; check the path\n");
    }

    private static JsonObject setting(JsonObject json, String path) {
        JsonArray settings = json.getAsJsonArray("settings");
        for (JsonElement setting : settings) {
            if (setting.getAsJsonObject().get("path").getAsString().equals(path)) {
                return setting.getAsJsonObject();
            }
        }
        throw new AssertionError("no setting " + path);
    }

    private int run(String... arguments) {
        Toolkit toolkit = new Toolkit(new Home(Path.of("..")), getClass().getClassLoader());
        return Main.run(
                toolkit, new Console(new PrintWriter(out, true), new PrintWriter(error, true), false), arguments);
    }
}
