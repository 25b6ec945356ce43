// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.testing.Golden;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PlanCommandTest {

    @Test
    void findsThePyramidOf128TokensBeforeLayers2And8And16() {
        CommandRun run = plan("--geometry", "llava-1.5-7b", "--layers", "2,8,16", "--average-tokens", "128");

        assertThat(run.error()).isEmpty();
        assertThat(run.exitCode()).isZero();
        Golden.assertMatches("cli/plan", run.out());
    }

    @Test
    void saysTheSameToMachines() {
        JsonObject json = json("--geometry", "llava-1.5-7b", "--layers", "2,8,16", "--average-tokens", "128");

        assertThat(json.get("feasible").getAsBoolean()).isTrue();
        assertThat(json.get("lambda").getAsString()).isEqualTo("0.4197");
        assertThat(json.get("lambdaInterval").toString()).isEqualTo("[0.420812705766,0.421064528934]");
        assertThat(json.get("counts").toString()).isEqualTo("[242,102,42]");
        assertThat(json.get("averageTokens").getAsDouble()).isEqualTo(127.875);
        assertThat(json.get("tmac").getAsDouble()).isCloseTo(0.8373, offset(0.0001));
        assertThat(json.get("kvMib").getAsDouble()).isEqualTo(63.9375);
        assertThat(json.get("floor").getAsDouble()).isEqualTo(36);
        assertThat(json.getAsJsonArray("kvBytesPerLayer")).hasSize(32);
    }

    @Test
    void endsWith2WhereTheBudgetCannotBeMet() {
        CommandRun run = plan("--geometry", "llava-1.5-7b", "--layers", "8,16,24", "--average-tokens", "128", "--json");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.error()).hasLineCount(1).contains("at least 144 visual tokens on average", "found 128");
        JsonObject json = JsonParser.parseString(run.out()).getAsJsonObject();
        assertThat(json.get("feasible").getAsBoolean()).isFalse();
        assertThat(json.get("floor").getAsDouble()).isEqualTo(144);
        assertThat(json.get("counts").toString()).isEqualTo("[0,0,0]");
    }

    @Test
    void solvesForCountsSharesAndLayers() {
        assertThat(json("--geometry", "llava-1.5-7b", "--solve", "keep", "--average-tokens", "128")
                        .get("value")
                        .getAsString())
                .isEqualTo("98");
        assertThat(json("--geometry", "llava-1.5-7b", "--solve", "ratio", "--average-tokens", "128")
                        .get("value")
                        .getAsString())
                .isEqualTo("0.829");
        JsonObject first = json(
                "--geometry",
                "llava-1.5-7b",
                "--layers",
                "5,8,16",
                "--average-tokens",
                "200",
                "--solve",
                "first-layer");
        assertThat(first.get("solvedFor").getAsString()).isEqualTo("first-layer");
        assertThat(first.get("lambda").isJsonNull()).isTrue();
        assertThat(first.get("unrounded").isJsonNull()).isTrue();
        // 72 visual tokens a layer behind 16, 144 in eight, 288 from the first drop on: 36 + 36 + 9 (8 - K) + 18 K.
        assertThat(first.get("value").getAsString()).isEqualTo("6");
        assertThat(first.get("averageTokens").getAsDouble()).isEqualTo(198);
    }

    @Test
    void meetsBudgetsOfMultiplyAddsAndOfTheCache() {
        JsonObject tera =
                json("--geometry", "qwen2.5-vl-7b", "--tmac", "5", "--convention", "full", "--text-tokens", "40");
        JsonObject cache = json("--geometry", "llava-1.5-7b", "--kv-mib", "100", "--dtype", "bfloat16");

        assertThat(tera.get("tmac").getAsDouble()).isCloseTo(5, offset(0.01));
        assertThat(tera.get("convention").getAsString()).isEqualTo("full");
        assertThat(cache.get("kvMib").getAsDouble()).isCloseTo(100, offset(0.1));
    }

    /** What a schedule costs counts text, whatever the budget counts. */
    @Test
    void takesTextTokensBesideABudgetThatDoesNotCountThem() {
        JsonObject json = json("--geometry", "llava-1.5-7b", "--average-tokens", "300", "--text-tokens", "40");
        assertThat(json.get("averageTokens").getAsDouble()).isCloseTo(300, offset(0.5));
    }

    @Test
    void equalsAnArmOfAnExperiment() {
        JsonObject json = json("--like", "quickstart:pyramid-drop", "--solve", "keep");

        assertThat(json.get("counts").toString()).isEqualTo("[52]");
        assertThat(json.get("target").getAsDouble()).isEqualTo(67.5);
    }

    @Test
    void countsAScheduleAsItIsWithoutABudget() {
        CommandRun run = plan(
                "--model", "models/glyph-llava", "--method", "fastv", "--layers", "3", "--set", "schedule.keep=42");

        assertThat(run.error()).isEmpty();
        assertThat(run.out()).contains("fastv, ranker fastv: layer 3; keep 42\nkeeps 42\n", "TMAC, full");
        assertThat(json("--geometry", "llava-1.5-7b", "--set", "schedule.lambda=0.5")
                        .get("tmac")
                        .getAsDouble())
                .isCloseTo(1.78, offset(0.005));
    }

    @Test
    void takesAnyNumberOfVisualTokens() {
        JsonObject nine = json("--geometry", "llava-next-7b", "--visual-tokens", "5184");

        assertThat(nine.get("tmac").getAsDouble()).isCloseTo(18.1, offset(0.05));
    }

    @Test
    void tellsWhatIsWrongWithTheCommandLine() {
        String errors = Stream.of(
                        plan(),
                        plan("--geometry", "llava-1.5-7b", "--model", "models/glyph-llava"),
                        plan("--geometry", "llava-1.5-7"),
                        plan("--geometry", "llava-1.5-7b", "--tmac", "1", "--average-tokens", "3"),
                        plan("--geometry", "llava-1.5-7b", "--average-tokens", "many"),
                        plan("--geometry", "llava-1.5-7b", "--average-tokens", "128", "--solve", "keeep"),
                        plan("--geometry", "llava-1.5-7b", "--average-tokens", "128", "--set", "schedule.lambda=0.5"),
                        plan("--geometry", "llava-1.5-7b", "--tmac", "1", "--convention", "papers"),
                        plan("--geometry", "llava-1.5-7b", "--layers", "2,8", "--solve", "keep"),
                        plan("--geometry", "llava-1.5-7b", "--layers", "2,80"),
                        plan("--geometry", "llava-1.5-7b", "--solve", "lambda"),
                        plan("--like", "quickstart"),
                        plan("--like", "quickstart:pyramid"))
                .map(run -> run.exitCode() + " " + run.error())
                .reduce("", String::concat);

        Golden.assertMatches("cli/plan-errors", errors);
    }

    private static JsonObject json(String... arguments) {
        CommandRun run =
                plan(Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new));
        assertThat(run.error()).isEmpty();
        return JsonParser.parseString(run.out()).getAsJsonObject();
    }

    private static CommandRun plan(String... arguments) {
        return CommandRun.of(Map.of(), (Object[])
                Stream.concat(Stream.of("plan"), Stream.of(arguments)).toArray(String[]::new));
    }
}
