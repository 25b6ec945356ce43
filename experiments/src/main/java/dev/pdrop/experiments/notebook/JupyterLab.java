// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.notebook;

import dev.pdrop.experiments.python.Child;
import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JupyterLab on this machine alone, which ends with whoever started it. */
public final class JupyterLab implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration ONE_REQUEST = Duration.ofSeconds(5);
    private static final long BETWEEN_POLLS_MILLIS = 200;
    private static final int TOKEN_BYTES = 24;

    private final Child child;
    private final String address;
    private final String token;
    private final Path log;

    private JupyterLab(Child child, String address, String token, Path log) {
        this.child = child;
        this.address = address;
        this.token = token;
        this.log = log;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param program {@code jupyter-lab} of the environment that holds it
     * @param kernel what its kernels know
     * @param environment variables that it has anyway
     * @param port where it listens
     * @param browser whether it opens a browser
     * @throws FailedRunException if the port is taken or it does not start
     */
    public static JupyterLab start(
            Path program, JavaKernel kernel, Map<String, String> environment, int port, boolean browser)
            throws InterruptedException {
        requireFree(port);
        String token = token();
        Path log = kernel.home().resolve(".pdrop").resolve("notebook.log");
        ProcessBuilder builder = new ProcessBuilder(words(program, kernel, port, browser))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(kernel.variables(environment));
        // Not among the words, which every user of the machine can list.
        builder.environment().put("JUPYTER_TOKEN", token);
        try {
            JupyterLab lab = new JupyterLab(Child.start(builder), "http://127.0.0.1:" + port, token, log);
            lab.awaitAnswer();
            return lab;
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected to start " + program + ", found an error (" + e.getMessage()
                            + "): remove its folder, and the next start makes it anew",
                    e);
        }
    }

    private static List<String> words(Path program, JavaKernel kernel, int port, boolean browser) {
        List<String> words = new ArrayList<>(List.of(
                program.toString(),
                "--ServerApp.ip=127.0.0.1",
                "--ServerApp.port=" + port,
                "--ServerApp.port_retries=0",
                "--ServerApp.root_dir=" + kernel.folder(),
                // Nothing is asked of the network: the environment is pinned.
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
                "--LabApp.extension_manager=readonly",
                // In a container the user is root; it listens on this machine alone, and wants a token.
                "--allow-root"));
        if (!browser) {
            words.add("--no-browser");
        }
        return words;
    }

    /** Where a person opens it; holds what lets one in. */
    public String page() {
        return address + "/lab?token=" + token;
    }

    /** Returns when it has ended, which is when somebody ends it. */
    public void awaitEnd() throws InterruptedException {
        child.process().waitFor();
    }

    @Override
    public void close() {
        child.close();
    }

    private void awaitAnswer() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (child.process().waitFor(BETWEEN_POLLS_MILLIS, TimeUnit.MILLISECONDS)) {
                break;
            }
            if (answers()) {
                return;
            }
        }
        close();
        throw new FailedRunException("expected JupyterLab to answer at " + address + ", found that it "
                + "does not: its words are in " + log + ", and removing .pdrop/python/notebook makes it anew");
    }

    private boolean answers() throws InterruptedException {
        HttpRequest question = HttpRequest.newBuilder(URI.create(address + "/api"))
                .timeout(ONE_REQUEST)
                .build();
        try {
            return HttpClient.newHttpClient()
                            .send(question, BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static void requireFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            if (socket.getLocalPort() == port) {
                return;
            }
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected port " + port + " of this machine to be free for JupyterLab, found it taken: give another"
                            + " one with --port",
                    e);
        }
    }

    private static String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
