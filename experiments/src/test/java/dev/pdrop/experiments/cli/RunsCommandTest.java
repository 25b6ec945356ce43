// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.pdrop.experiments.run.RunFolder;
import dev.pdrop.experiments.toolkit.Home;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.testing.Golden;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunsCommandTest {

    @TempDir
    private Path home = Path.of("");

    private Path runs = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter error = new StringWriter();

    @BeforeEach
    void writeRuns() throws IOException {
        runs = Files.createDirectory(home.resolve("runs"));
        write("quick-11111111", "\"2026-01-03T00:00:00Z\"");
        write("quick-22222222", "null");
        Path early = Files.createDirectory(runs.resolve("quick-eeeeeeee"));
        Files.createFile(early.resolve("lock"));
        Files.createFile(early.resolve("effective.conf"));
        Files.createDirectory(runs.resolve("no-run"));
        for (String name : new String[] {"quick-22222222", "quick-eeeeeeee"}) {
            try (Stream<Path> files = Files.list(runs.resolve(name))) {
                for (Path file : files.toList()) {
                    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-02T00:00:00Z")));
                }
            }
        }
    }

    @Test
    void listsTheLatestFirst() throws IOException {
        try (RunFolder held = begun("quick-33333333")) {
            assertThat(run("runs")).isZero();
            assertThat(held.path()).exists();
        }
        String timeless = out.toString()
                .replace(home.toString(), "HOME")
                .replaceAll("(quick-33333333 +)\\S+", "$1<now>               ");
        Golden.assertMatches("cli/runs", timeless);
    }

    @Test
    void removesUnfinishedRunsButNoneThatIsHeldOrComplete() throws IOException {
        try (RunFolder held = begun("quick-33333333")) {
            assertThat(run("runs", "--clean", "unfinished", "--yes")).isZero();
            assertThat(held.path()).exists();
        }
        assertThat(out.toString()).contains("removed quick-22222222\n", "removed quick-eeeeeeee\n");
        assertThat(runs.resolve("quick-11111111")).exists();
        assertThat(runs.resolve("quick-22222222")).doesNotExist();
        assertThat(runs.resolve("quick-eeeeeeee")).doesNotExist();
        assertThat(runs.resolve("no-run")).exists();
    }

    @Test
    void whatIsNoRunStaysWhateverItHolds() throws IOException {
        Path thesis = Files.createDirectory(runs.resolve("thesis"));
        Path dated = Files.createDirectory(runs.resolve("thesis-20260101"));
        for (Path other : new Path[] {thesis, dated}) {
            Files.createFile(other.resolve("lock"));
            Files.writeString(other.resolve("thesis.tex"), "\\end");
        }
        Files.writeString(thesis.resolve("effective.conf"), "");
        assertThat(run("runs", "--clean", "unfinished", "--yes")).isZero();
        assertThat(out.toString()).doesNotContain("thesis");
        assertThat(thesis.resolve("lock")).exists();
        assertThat(thesis.resolve("thesis.tex")).exists();
        assertThat(dated.resolve("lock")).exists();
        assertThat(dated.resolve("thesis.tex")).exists();
    }

    @Test
    void filesOfOthersStayInTheFolderOfARunThatIsRemoved() throws IOException {
        Path notes = Files.writeString(runs.resolve("quick-22222222/notes.txt"), "mine");
        Path table = Files.writeString(
                Files.createDirectory(runs.resolve("quick-22222222/plots")).resolve("results.csv"), "mine");
        assertThat(run("runs", "--clean", "unfinished", "--yes")).isZero();
        assertThat(out.toString())
                .contains("removed quick-22222222, but the folder stays: it holds files that pdrop did not write\n");
        assertThat(runs.resolve("quick-22222222")).isDirectoryNotContaining("glob:**.json*");
        assertThat(notes).hasContent("mine");
        assertThat(table).hasContent("mine");
    }

    @Test
    void aRunOfAnotherVersionIsNotTakenForUnfinished() throws IOException {
        Path manifest = runs.resolve("quick-11111111/manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"format\": 1", "\"format\": 99"));
        assertThat(run("runs")).isZero();
        assertThat(out.toString()).containsPattern("quick-11111111 +\\S+ +unknown ");
        assertThat(run("runs", "--clean", "unfinished", "--yes")).isZero();
        assertThat(manifest).exists();
    }

    @Test
    void removesRunsThatAreOlderThanSoManyDays() throws IOException {
        write("quick-99999999", "\"" + Instant.now() + "\"");
        assertThat(run("runs", runs, "--clean", "30d", "--yes")).isZero();
        assertThat(runs.resolve("quick-11111111")).doesNotExist();
        assertThat(runs.resolve("quick-99999999")).exists();
        assertThat(run("runs", runs, "--clean", "30d", "--yes")).isZero();
        assertThat(out.toString()).endsWith("Nothing to remove in " + runs + "\n");
    }

    @Test
    void removesNothingWithoutBeingSure() {
        assertThat(run("runs", "--clean", "unfinished")).isEqualTo(2);
        assertThat(run("runs", "--clean", "old", "--yes")).isEqualTo(2);
        assertThat(error.toString())
                .contains(
                        "expected --yes to remove runs where nobody can be asked, found none; see pdrop runs --help",
                        "--clean: expected 'unfinished' or a number of days such as 30d, found 'old'");
        assertThat(runs.resolve("quick-22222222")).exists();
    }

    @Test
    void aFolderWithoutRunsIsNoError() {
        assertThat(run("runs", runs.resolve("no-run"))).isZero();
        assertThat(out.toString()).isEqualTo("No runs in " + runs.resolve("no-run") + "\n");
    }

    @Test
    void aFolderThatIsNotThereIsAnErrorThatNamesWhatIsNear() throws IOException {
        assertThat(run("runs", home.resolve("rums"))).isEqualTo(2);
        assertThat(error.toString())
                .isEqualTo("FOLDER: expected a folder of runs, found nothing at " + home.resolve("rums")
                        + "; did you mean '" + runs + "'?\n");
        assertThat(run("runs", "qick")).isEqualTo(2);
        assertThat(error.toString()).endsWith("found nothing at qick; did you mean pdrop report quick?\n");
        assertThat(run("runs", "something-else")).isEqualTo(2);
        assertThat(error.toString()).endsWith("found nothing at something-else; leave it out for " + runs + "\n");
        Path file = Files.createFile(home.resolve("a file of mine"));
        assertThat(run("runs", file)).isEqualTo(2);
        assertThat(error.toString()).contains("found a file at " + file);
    }

    @Test
    void repetitionsAreListedAndRemovedLikeRuns() throws IOException {
        Files.createDirectories(runs.resolve("reruns/3"));
        write("reruns/3/quick-44444444", "null");
        assertThat(run("runs")).isZero();
        assertThat(out.toString()).containsPattern("\nreruns/3/quick-44444444 +\\S+ +unfinished ");
        assertThat(run("runs", "--clean", "unfinished", "--yes")).isZero();
        assertThat(out.toString()).contains("removed reruns/3/quick-44444444\n");
        assertThat(runs.resolve("reruns/3")).isEmptyDirectory();
    }

    @Test
    void trainingsAreListedWithTheirStageAndStep() throws IOException {
        writeTraining("done", true);
        writeTraining("half", false);
        writeTraining("several/arm", false);
        assertThat(run("runs")).isZero();
        assertThat(out.toString())
                .contains("\n\ntraining")
                .containsPattern("\nseveral/arm +\\S+ +unfinished +tuning +4/9 +\\d+ KiB\n")
                .containsPattern("\nhalf +\\S+ +unfinished +tuning +4/9 +\\d+ KiB\n")
                .containsPattern("\ndone +\\S+ +complete +tuning +9/9 +\\d+ KiB\n")
                .containsPattern("\n3 runs and 3 trainings, .* in ");
        out.getBuffer().setLength(0);
        assertThat(run("runs", runs.resolve("training"), "--json")).isZero();
        assertThat(out.toString())
                .contains(
                        "\"runs\": []",
                        "\"training\": \"half\"",
                        "\"training\": \"several/arm\"",
                        "\"stage\": \"tuning\"",
                        "\"step\": 4",
                        "\"steps\": 9");
    }

    @Test
    void aFinishedTrainingIsNeverTakenForUnfinishedAndOneAtWorkStays() throws IOException {
        Path done = writeTraining("done", true);
        Path half = writeTraining("half-01234567", false);
        Path busy = writeTraining("busy", false);
        Path notes = Files.writeString(done.resolve("notes.txt"), "mine");
        try (RunFolder held = RunFolder.open(busy, false)) {
            assertThat(held.path()).isEqualTo(busy);
            assertThat(run("runs", "--clean", "unfinished", "--yes")).isZero();
        }
        assertThat(out.toString()).contains("removed half-01234567\n").doesNotContain("removed done", "removed busy");
        assertThat(half).doesNotExist();
        assertThat(busy.resolve("last.checkpoint")).exists();
        assertThat(done.resolve("model/model.safetensors")).exists();

        assertThat(run("runs", "--clean", "30d", "--yes")).isZero();
        assertThat(done.resolve("model/model.safetensors")).exists();
        for (String file : new String[] {"effective.conf", "last.checkpoint", "model/README.md"}) {
            Files.setLastModifiedTime(done.resolve(file), FileTime.from(Instant.parse("2026-01-02T00:00:00Z")));
        }
        assertThat(run("runs", "--clean", "30d")).isEqualTo(2);
        assertThat(done.resolve("model/model.safetensors")).exists();
        assertThat(run("runs", "--clean", "30d", "--yes")).isZero();
        assertThat(out.toString()).contains("removed done, but the folder stays");
        assertThat(done.resolve("model")).doesNotExist();
        assertThat(notes).hasContent("mine");
    }

    @Test
    void aTrainingWhoseCheckpointIsBrokenIsUnknown() throws IOException {
        Path broken = writeTraining("broken", false);
        Files.writeString(broken.resolve("last.checkpoint"), "torn");
        assertThat(run("runs")).isZero();
        assertThat(out.toString()).containsPattern("\nbroken +\\S+ +unknown +- +- ");
        assertThat(run("runs", "--clean", "unfinished", "--yes")).isZero();
        assertThat(broken).exists();
    }

    private Path writeTraining(String name, boolean finished) throws IOException {
        Path folder = Files.createDirectories(runs.resolve("training").resolve(name));
        Files.writeString(folder.resolve("effective.conf"), "name = " + name);
        Files.createDirectory(folder.resolve("start"));
        String state = "{\"stage\": %d, \"step\": %d, \"steps\": {\"tower\": 5, \"tuning\": 9}}"
                .formatted(finished ? 2 : 1, finished ? 0 : 4);
        JsonObject metadata = new JsonObject();
        metadata.addProperty("state", state);
        JsonObject header = new JsonObject();
        header.add("__metadata__", metadata);
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer checkpoint = ByteBuffer.allocate(Long.BYTES + json.length).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(
                folder.resolve("last.checkpoint"),
                checkpoint.putLong(json.length).put(json).array());
        if (finished) {
            Path model = Files.createDirectory(folder.resolve("model"));
            Files.writeString(model.resolve("README.md"), "# card");
            Files.writeString(model.resolve("model.safetensors"), "weights");
        }
        return folder;
    }

    private void write(String name, String finished) throws IOException {
        Path folder = Files.createDirectory(runs.resolve(name));
        Files.writeString(folder.resolve("manifest.json"), """
                {"format": 1, "name": "quick", "question": "?", "software": {"pdrop": "1", "commit": "", "dirty": false,
                "java": "17"}, "machine": {"system": "Linux", "processor": "P", "processors": 2}, "backbone": {},
                "seed": 1, "batch_size": 8, "examples": 1000, "hashes": {"model": "m", "data": "d", "jars": {}},
                "arms": [], "started": "2026-01-01T00:00:00Z", "finished": %s, "engine_seconds": 1.5}
                """.formatted(finished));
        Files.createFile(folder.resolve("effective.conf"));
        Files.writeString(folder.resolve("journal.jsonl"), " ".repeat(2_000_000));
    }

    private RunFolder begun(String name) throws IOException {
        RunFolder folder = RunFolder.open(runs.resolve(name), false);
        Files.createFile(folder.path().resolve("effective.conf"));
        return folder;
    }

    private int run(Object... arguments) {
        String[] words = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(error, true), false);
        return Main.run(new Toolkit(new Home(home), getClass().getClassLoader()), console, words);
    }
}
