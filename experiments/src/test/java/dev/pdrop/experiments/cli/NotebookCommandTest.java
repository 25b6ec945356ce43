// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.PythonTests;
import dev.pdrop.experiments.python.PythonEnvironment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pdrop notebook} with a real JupyterLab. */
final class NotebookCommandTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int INTERRUPTED = 130;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void thereIsJupyter() {
        PythonTests.require(new PythonEnvironment(ROOT, "notebook", System.getenv()), "notebook", "pdrop notebook");
    }

    @Test
    void opensTheNotebooksOnThisMachineAloneAndStopsOnCtrlC() throws IOException, InterruptedException {
        int port = freePort();
        Process process = started(port);
        try {
            String page = page(process, port);
            String token = page.substring(page.indexOf("token="));
            HttpResponse<String> contents = get("http://127.0.0.1:" + port + "/api/contents?" + token);
            assertThat(contents.statusCode()).isEqualTo(200);
            assertThat(contents.body()).contains("01-first-look.ipynb", "05-compare-in-mlflow.ipynb");
            assertThat(get("http://127.0.0.1:" + port + "/api/kernelspecs?" + token)
                            .body())
                    .contains("jjava");
            // Whoever has no token gets nothing, and no other address answers.
            assertThat(get("http://127.0.0.1:" + port + "/api/contents").statusCode())
                    .isEqualTo(403);
            assertThat(Files.readString(ROOT.resolve(".pdrop/notebook.log"))).doesNotContain(token.substring(6));
            List<ProcessHandle> all = process.descendants().toList();
            assertThat(all)
                    .isNotEmpty()
                    .noneMatch(one -> one.info().commandLine().orElse("").contains(token.substring(6)));

            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(INTERRUPTED);
            assertThat(all)
                    .allSatisfy(one -> assertThat(
                                    one.onExit().get(20, TimeUnit.SECONDS).isAlive())
                            .isFalse());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void aPortThatIsTakenIsOneSentence() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = started(taken.getLocalPort());
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(4);
            assertThat(Files.readString(output()))
                    .contains(
                            "expected port " + taken.getLocalPort()
                                    + " of this machine to be free for JupyterLab, found it taken: give another one with --port\n");
        }
    }

    private String page(Process process, int port) throws IOException, InterruptedException {
        String mark = "The notebooks are at ";
        for (int poll = 0; poll < 600 && process.isAlive(); poll++) {
            String text = Files.readString(output());
            if (text.contains(mark)) {
                String page = text.substring(text.indexOf(mark) + mark.length()).split("\n", 2)[0];
                assertThat(page).matches("http://127\\.0\\.0\\.1:" + port + "/lab\\?token=[0-9a-f]{48}");
                return page;
            }
            Thread.sleep(200);
        }
        throw new AssertionError("JupyterLab did not start: " + Files.readString(output()));
    }

    private Process started(int port) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Foreground.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dpdrop.home=" + ROOT,
                        "-Dpdrop.test-kit=" + classPath,
                        "-cp",
                        classPath,
                        Main.class.getName(),
                        "notebook",
                        "--no-browser",
                        "--port",
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start();
    }

    private Path output() {
        return folder.resolve("output.txt");
    }

    private HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
