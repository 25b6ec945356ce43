// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.CommandLineProcess;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.testing.SeededRandom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that are really killed, interrupted, or run out of room.
 *
 * <p>{@code -Dpdrop.kills=N} kills N times instead of ten.
 */
@ExtendWith(SeededRandom.class)
final class KilledRunTest {

    private static final int KILLS = Integer.getInteger("pdrop.kills", 10);
    private static final Object[] RUN = {"run", "quickstart", "--set", "dataset.limit=50", "--set"};

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aRunThatIsKilledAgainAndAgainEndsWithTheBytesOfOneThatIsNot(RandomGenerator random) throws Exception {
        Path clean = finished(folder.resolve("clean"));
        long whole = Files.size(clean.resolve("journal.jsonl"));
        Path runs = folder.resolve("killed");
        List<String> states = new ArrayList<>();
        int hits = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            boolean amongRenames = kill == KILLS;
            // Ever further, so that each kill finds answers of those before it; in the end, where files are renamed.
            long after = (long) (whole * (kill - 1 + random.nextDouble()) / KILLS);
            CommandLineProcess process = start(runs);
            while (process.process().isAlive() && (amongRenames ? !writesResults(runs) : journalled(runs) < after)) {
                process.process().waitFor(1, TimeUnit.MILLISECONDS);
            }
            process.process().waitFor(amongRenames ? 0 : random.nextLong(100), TimeUnit.MILLISECONDS);
            hits += process.process().isAlive() ? 1 : 0;
            process.kill();
            states.add(onlyRun(runs).map(KilledRunTest::files).orElse("nothing"));
        }
        assertThat(hits).as("kills that hit a living process: %s", states).isPositive();
        Path killed = finished(runs);
        assertThat(Timeless.of(killed)).as("killed with %s", states).isEqualTo(Timeless.of(clean));
        assertThat(StoredRun.read(killed).manifest().arms())
                .isEqualTo(StoredRun.read(clean).manifest().arms());
        assertThat(killed).isDirectoryNotContaining("glob:**.partial");
        assertThat(killed.getFileName()).isEqualTo(clean.getFileName());
    }

    @Test
    void anInterruptedRunEndsCleanlyAndSaysHowToGoOn() throws Exception {
        CommandLineProcess process = startLong(folder);
        // The first answers may be written and not counted yet; once there are more, they are.
        awaitMoreThan(0, process);
        awaitMoreThan(journalled(folder), process);
        interrupt(process);
        assertThat(process.text())
                .endsWith("Interrupted; what was answered is kept: run the same command again to continue.\n")
                .doesNotContain("Exception", "defect");
        Manifest manifest = StoredRun.read(onlyRun(folder).orElseThrow()).manifest();
        assertThat(manifest.complete()).isFalse();
        assertThat(manifest.engineSeconds()).as("of the attempt").isPositive();
    }

    private void awaitMoreThan(long bytes, CommandLineProcess process) throws Exception {
        while (process.process().isAlive() && journalled(folder) <= bytes) {
            process.process().waitFor(1, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void aRunThatIsInterruptedBeforeItsFirstAnswerClaimsNone() throws Exception {
        CommandLineProcess process = startLong(folder);
        while (process.process().isAlive()
                && onlyRun(folder)
                        .map(KilledRunTest::files)
                        .filter(files -> files.contains("effective.conf:"))
                        .isEmpty()) {
            process.process().waitFor(1, TimeUnit.MILLISECONDS);
        }
        interrupt(process);
        assertThat(process.text())
                .endsWith("Interrupted before the first answer; run the same command again.\n")
                .doesNotContain("Exception", "defect");
    }

    @Test
    void aRerunTakesTheThreadsOfItsRun() throws Exception {
        Path runs = folder.resolve("runs");
        CommandLineProcess first =
                CommandLineProcess.start(List.of("env", "OMP_NUM_THREADS=2"), folder, arguments(runs));
        assertThat(first.end()).as(first.text()).isZero();
        Path run = onlyRun(runs).orElseThrow();
        // This one would compute with one thread.
        CommandLineProcess again = CommandLineProcess.start(folder, "rerun", run, "--quiet");
        assertThat(again.end()).as(again.text()).isZero();
        assertThat(again.text()).startsWith("identical: 250 answers").doesNotContain("threads");
        assertThat(StoredRun.read(runs.resolve("reruns/1").resolve(run.getFileName()))
                        .manifest()
                        .backbone())
                .containsEntry("threads", "2");
    }

    @Test
    void twoProcessesOnOneRunAreTold() throws Exception {
        CommandLineProcess first = startLong(folder);
        while (first.process().isAlive() && journalled(folder) == 0) {
            first.process().waitFor(1, TimeUnit.MILLISECONDS);
        }
        CommandLineProcess second = startLong(folder);
        assertThat(second.end()).isEqualTo(4);
        assertThat(second.text())
                .contains("found it held by process " + first.process().pid() + " on ", ": wait for it, or stop it");
        assertThat(first.process().isAlive()).isTrue();
        first.kill();
    }

    @Test
    void aRunThatRunsOutOfRoomTearsNothingAndIsContinued() throws Exception {
        Path clean = finished(folder.resolve("clean"));
        Path runs = folder.resolve("full");
        // Files may have 40 blocks of 1,024 bytes: the journal does not fit.
        CommandLineProcess full = CommandLineProcess.start(
                List.of("bash", "-c", "ulimit -f 40; exec \"$@\"", "limited"), folder, arguments(runs));
        assertThat(full.end()).isEqualTo(4);
        assertThat(full.text())
                .contains(
                        "expected to write the journal ",
                        "make room or check permissions, then run the same command again, without --fresh, to continue")
                .doesNotContain("Exception", "defect");
        Path run = onlyRun(runs).orElseThrow();
        List<String> kept = Timeless.journal(run);
        assertThat(kept).isNotEmpty().isEqualTo(Timeless.journal(clean).subList(0, kept.size()));
        assertThat(run).isDirectoryNotContaining("glob:**.partial").isDirectoryNotContaining("glob:**results.*");
        assertThat(StoredRun.read(run).manifest().complete()).isFalse();

        assertThat(Timeless.of(finished(runs))).isEqualTo(Timeless.of(clean));
    }

    private static void interrupt(CommandLineProcess process) throws Exception {
        Process signal = new ProcessBuilder(
                        "kill", "-INT", Long.toString(process.process().pid()))
                .start();
        assertThat(signal.waitFor()).isZero();
        assertThat(process.end()).isEqualTo(130);
    }

    private Path finished(Path runs) throws Exception {
        CommandLineProcess process = start(runs);
        assertThat(process.end()).as(process.text()).isZero();
        return onlyRun(runs).orElseThrow();
    }

    private CommandLineProcess start(Path runs) throws IOException {
        return CommandLineProcess.start(folder, arguments(runs));
    }

    /** A run that is certainly not over before something is done to it. */
    private CommandLineProcess startLong(Path runs) throws IOException {
        Object[] arguments = Stream.concat(Stream.of(arguments(runs)), Stream.of("--set", "dataset.limit=1000"))
                .toArray();
        return CommandLineProcess.start(Foreground.prefix(), folder, arguments);
    }

    private static Object[] arguments(Path runs) {
        return Stream.concat(Stream.of(RUN), Stream.of("output=" + runs)).toArray();
    }

    private static long journalled(Path runs) throws IOException {
        Optional<Path> journal = onlyRun(runs).map(run -> run.resolve("journal.jsonl"));
        return journal.isPresent() && Files.exists(journal.get()) ? Files.size(journal.get()) : 0;
    }

    /** Whether results are there, or on their way. */
    private static boolean writesResults(Path runs) throws IOException {
        return onlyRun(runs).map(KilledRunTest::files).orElse("").contains("results.");
    }

    private static Optional<Path> onlyRun(Path runs) throws IOException {
        if (!Files.isDirectory(runs)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.filter(one -> one.getFileName().toString().startsWith("quickstart-"))
                    .findFirst();
        }
    }

    private static String files(Path run) {
        try (Stream<Path> files = Files.list(run)) {
            return files.sorted()
                    .map(file -> file.getFileName() + ":" + file.toFile().length())
                    .toList()
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
