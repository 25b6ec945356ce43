// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that makes environments, with a real Python and a package made here, without a network. */
final class PythonEnvironmentTest {

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private TinyWheel wheel = TinyWheel.none();

    @TempDir
    private Path home = Path.of("");

    @BeforeEach
    void copyTheScript() throws IOException {
        Path python = Files.createDirectories(home.resolve("experiments/python"));
        Files.copy(Path.of("python/environment"), python.resolve("environment"));
        wheel = TinyWheel.in(Files.createDirectories(home.resolve("wheels")));
        lock(wheel.pinned());
    }

    @Test
    void isMadeOnceByOneOfSeveralProcessesWhileTheOthersWait() throws IOException, InterruptedException {
        requirePython();
        PythonEnvironment environment = environment(offline());
        assertThat(environment.isMade()).isFalse();
        List<CompletableFuture<Void>> makers = new ArrayList<>();
        for (int maker = 0; maker < 3; maker++) {
            makers.add(CompletableFuture.runAsync(() -> environment.make(said::add)));
        }
        makers.forEach(CompletableFuture::join);
        environment.make(said::add);
        assertThat(environment.isMade()).isTrue();
        assertThat(answerOf(environment)).isEqualTo("42");
        assertThat(said)
                .filteredOn(line -> line.startsWith("making the Python environment tiny in "))
                .hasSize(1);
    }

    @Test
    void isMadeAnewIfItIsNotWholeAndIsNoneForOtherPackages() throws IOException, InterruptedException {
        requirePython();
        PythonEnvironment environment = environment(offline());
        Files.createDirectories(environment.folder().resolve("bin"));
        Files.writeString(environment.folder().resolve("pyvenv.cfg"), "interrupted");
        assertThat(environment.isMade()).isFalse();
        environment.make(said::add);
        assertThat(answerOf(environment)).isEqualTo("42");

        lock("# of a newer version\n" + wheel.pinned());
        assertThat(environment.isMade()).isFalse();
    }

    @Test
    void takesNoPackageOfAnotherContent() throws IOException {
        requirePython();
        lock(wheel.pinned().replaceAll("sha256:.{8}", "sha256:00000000"));
        assertThatThrownBy(() -> environment(offline()).make(said::add))
                .isInstanceOf(FailedRunException.class)
                .hasMessageStartingWith("expected pip to install the packages of " + home)
                .hasMessageContaining("DO NOT MATCH THE HASHES")
                .hasMessageContaining("; the whole log is " + home.resolve(".pdrop/python/tiny.log"));
        assertThat(environment(offline()).isMade()).isFalse();
    }

    @Test
    void saysThatThereIsNoPython() throws IOException {
        assertThatThrownBy(
                        () -> environment(Map.of("PATH", programs().toString())).make(said::add))
                .isInstanceOf(FailedRunException.class)
                .hasMessage("expected Python 3.10 or newer, found none on the PATH: install it (Debian and Ubuntu: apt"
                        + " install python3 python3-venv; macOS: brew install python)");
    }

    @Test
    void asksForThePythonThatItsPackagesNeed() throws IOException {
        requirePython();
        lock("# Every package of the environment \"tiny\", for CPython 3.99 or newer.\n" + wheel.pinned());
        assertThatThrownBy(() -> environment(offline()).make(said::add))
                .isInstanceOf(FailedRunException.class)
                .hasMessageStartingWith("expected Python 3.99 or newer, found none on the PATH: ");
    }

    @Test
    void saysWhatPythonLacks() throws IOException {
        Path programs = programs();
        Path bare = Files.writeString(programs.resolve("python3"), "#!/usr/bin/env bash\n[[ $2 != *ensurepip* ]]\n");
        assertThat(bare.toFile().setExecutable(true)).isTrue();
        assertThatThrownBy(
                        () -> environment(Map.of("PATH", programs.toString())).make(said::add))
                .isInstanceOf(FailedRunException.class)
                .hasMessage("expected the modules venv and ensurepip of Python, found " + bare
                        + " without them: install them (Debian and Ubuntu: apt install python3-venv), or install uv");
    }

    @Test
    void touchesNothingElse() throws IOException {
        requirePython();
        Path own = Files.createDirectories(environment(offline()).folder()).resolve("own.txt");
        Files.writeString(own, "mine");
        assertThatThrownBy(() -> environment(offline()).make(said::add))
                .isInstanceOf(FailedRunException.class)
                .hasMessage("expected a Python environment or nothing at " + own.getParent()
                        + ", found something else: move it away");
        assertThat(own).hasContent("mine");
    }

    @Test
    void saysThatItsScriptIsNotThere() throws IOException {
        Files.delete(home.resolve("experiments/python/environment"));
        assertThatThrownBy(() -> environment(offline()).make(said::add))
                .isInstanceOf(FailedRunException.class)
                .hasMessageContaining("use a whole copy of pdrop's folder");
    }

    private PythonEnvironment environment(Map<String, String> variables) {
        return new PythonEnvironment(home, "tiny", variables);
    }

    private void lock(String packages) throws IOException {
        Files.writeString(home.resolve("experiments/python/tiny.txt"), packages);
    }

    /** Of the usual PATH, with nothing of uv, whose own settings would be asked. */
    private Map<String, String> offline() {
        Map<String, String> variables = new HashMap<>(wheel.variables());
        variables.put("PATH", System.getenv("PATH"));
        return variables;
    }

    /** What the script needs beside Python. */
    private Path programs() throws IOException {
        Path folder = Files.createDirectories(home.resolve("programs"));
        for (String program : List.of("bash", "dirname", "cmp", "mkdir")) {
            Path there = Path.of("/bin", program);
            Files.createSymbolicLink(
                    folder.resolve(program), Files.exists(there) ? there : Path.of("/usr/bin", program));
        }
        return folder;
    }

    private static String answerOf(PythonEnvironment environment) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        environment.program("python").toString(), "-c", "import tiny; print(tiny.answer)")
                .redirectErrorStream(true)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return answer.strip();
    }

    private static void requirePython() {
        try {
            Process process = new ProcessBuilder("python3", "-c", "import ensurepip, venv").start();
            Assumptions.assumeTrue(process.waitFor() == 0, "NOT RUN: there is no Python with venv");
        } catch (IOException | InterruptedException e) {
            Assumptions.abort("NOT RUN: there is no Python");
        }
    }
}
