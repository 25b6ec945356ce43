// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.experiments.tracking.RealMlflow;
import dev.pdrop.experiments.tracking.local.LocalMlflow;
import dev.pdrop.spi.FailedRunException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pdrop ui} as a process of its own, from a home that has everything but a server's data. */
final class UiProcessTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void servesUntilItIsInterruptedAndLeavesNoProcess() throws IOException, InterruptedException {
        Path python = RealMlflow.requirePython();
        int port = freePort();
        Process ui = started(home(), port);
        try (BufferedReader lines = ui.inputReader()) {
            awaitLine(lines, "Ctrl-C stops the server.");
            List<ProcessHandle> children = ui.descendants().toList();
            assertThat(children).isNotEmpty();
            assertThat(CommandRun.of(Map.of(), "ui", "--port", port, "--no-browser")
                            .error())
                    .startsWith("expected port " + port + " of this machine to be free for an MLflow server");
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(ui.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(ui.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(ui.exitValue()).isEqualTo(130);
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        } finally {
            ui.descendants().forEach(ProcessHandle::destroyForcibly);
            ui.destroyForcibly();
        }
        saysThatDataAreOfAnotherVersion(python);
        saysWhyAServerDoesNotStart(python);
    }

    private void saysThatDataAreOfAnotherVersion(Path python) throws IOException, InterruptedException {
        Path data = folder.resolve("home/mlflow");
        String other = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
                + " c.execute(\"update alembic_version set version_num = '0123456789ab'\"); c.commit()";
        assertThat(new ProcessBuilder(
                                python.toString(),
                                "-c",
                                other,
                                data.resolve("mlflow.db").toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThatThrownBy(() -> LocalMlflow.start(python, data, freePort()))
                .isInstanceOf(FailedRunException.class)
                .hasMessage("expected " + data.resolve("mlflow.db")
                        + " to be of the version of MLflow that pdrop ui starts, found it of another one: move the folder "
                        + data + " away and start again; runs are sent anew from their folders");
    }

    private void saysWhyAServerDoesNotStart(Path python) throws IOException {
        Path data = Files.createDirectories(folder.resolve("broken"));
        Files.writeString(data.resolve("mlflow.db"), "none of a database ".repeat(100));
        assertThatThrownBy(() -> LocalMlflow.start(python, data, freePort()))
                .isInstanceOf(FailedRunException.class)
                .hasMessageStartingWith("expected the MLflow server to run, found that it ended with exit code ")
                .hasMessageContaining("file is not a database")
                .hasMessageEndingWith("the whole log is " + data.resolve("server.log"));
    }

    /** The toolkit's folder in which a server's data are new. */
    private Path home() throws IOException {
        Path real = Path.of("..").toRealPath();
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.createSymbolicLink(home.resolve(".pdrop"), real.resolve(".pdrop"));
        Files.createDirectories(home.resolve("experiments"));
        Files.createSymbolicLink(home.resolve("experiments/python"), real.resolve("experiments/python"));
        return home;
    }

    private static Process started(Path home, int port) throws IOException {
        ProcessBuilder program = Foreground.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dpdrop.home=" + home,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "ui",
                        "--port",
                        Integer.toString(port),
                        "--no-browser")
                .redirectErrorStream(true);
        program.environment().remove("MLFLOW_TRACKING_URI");
        return program.start();
    }

    private static void awaitLine(BufferedReader lines, String wanted) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            all.append(line).append('\n');
            if (line.equals(wanted)) {
                assertThat(all).contains("MLflow is at http://127.0.0.1:", "There are no runs yet");
                return;
            }
        }
        throw new AssertionError("it ended:\n" + all);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
