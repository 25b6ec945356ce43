// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonParser;
import dev.pdrop.experiments.run.GateRow;
import dev.pdrop.experiments.run.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs on the embedded checkpoint, and the fidelity gates in front of them. */
final class GatedRunTest {

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"engine.sharing=true", "engine.sharing=false"})
    void everyShippedMethodPassesOnTheEmbeddedCheckpoint(String sharing) throws IOException {
        List<String> settings = new ArrayList<>(List.of("dataset.limit=9", "controls=[random, bottom-k]", sharing));
        for (String method : methods()) {
            settings.add("arms.of-" + method + "=" + method);
        }
        List<GateRow> gates = gates(run(settings));
        assertThat(gates)
                .extracting(GateRow::arm)
                .containsAll(methods().stream().map(method -> "of-" + method).toList());
        // A run with a gate that fails has no results.
        assertThat(gates)
                .filteredOn(row -> !row.gate().equals("signal") && !row.passed())
                .allMatch(row -> row.outcome().equals("not applicable"))
                .allMatch(row -> row.arm().matches("(of-)?full|text-only|blank-image"));
        // Nine questions are about too few pictures.
        assertThat(gates)
                .filteredOn(row -> row.gate().equals("signal"))
                .extracting(GateRow::arm, GateRow::outcome)
                .contains(tuple("pyramid-drop", "no statement"), tuple("of-fastv", "no statement"));
        assertThat(gates)
                .filteredOn(
                        row -> row.gate().equals("changed-count") && row.arm().equals("pyramid-drop"))
                .singleElement()
                .satisfies(row -> assertThat(row.found()).contains("cached rows instead of"));
    }

    @Test
    void aRunThatGoesOnWithTheSameArmsDoesNotTryThemAgain() throws IOException {
        List<String> settings = List.of("dataset.limit=2");
        Path run = run(settings);
        // What is in the file is believed only under its key.
        Path file = run.resolve("gates.json");
        String told = Files.readString(file);
        Files.writeString(file, told.replace("the same bits", "the same bits, as before"));
        assertThat(found(run(settings))).contains("the same bits, as before");
        Files.writeString(file, told.replace("\"key\": \"", "\"key\": \"0"));
        assertThat(found(run(settings)))
                .doesNotContain("the same bits, as before")
                .contains("the same bits");
        assertThat(Files.readString(file)).isEqualTo(told);
        Files.writeString(file, told.substring(0, told.length() / 2));
        run(settings);
        assertThat(Files.readString(file)).isEqualTo(told);
    }

    @Test
    void resultsAndReportNameTheGates() throws IOException {
        Path run = run(List.of("dataset.limit=2"));
        assertThat(JsonParser.parseString(Files.readString(run.resolve("results.json")))
                        .getAsJsonObject()
                        .getAsJsonArray("gates")
                        .get(6)
                        .getAsJsonObject()
                        .keySet())
                .containsExactly("gate", "arm", "outcome", "expected", "found");
        assertThat(Files.readString(run.resolve("report.html")))
                .contains("Fidelity gates", "keep-all", "rising-positions", "not applicable");
    }

    private static List<String> found(Path run) {
        return gates(run).stream().map(GateRow::found).toList();
    }

    private static List<GateRow> gates(Path run) {
        return StoredRun.read(run).results().orElseThrow().gates();
    }

    private static List<String> methods() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("conf/method"))) {
            return files.map(file -> file.getFileName().toString().replace(".conf", ""))
                    .sorted()
                    .toList();
        }
    }

    private Path run(List<String> settings) throws IOException {
        Stream<String> all = Stream.concat(settings.stream(), Stream.of("output=\"" + folder + "\""));
        Object[] arguments = Stream.concat(
                        Stream.of("run", "quickstart", "--quiet"), all.flatMap(one -> Stream.of("--set", one)))
                .toArray();
        CommandRun command = CommandRun.of(Map.of(), arguments);
        assertThat(command.exitCode()).as(command.error()).isZero();
        return CommandRun.onlyFolder(folder);
    }
}
