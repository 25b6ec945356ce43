// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.local;

import dev.pdrop.experiments.python.Child;
import dev.pdrop.experiments.tracking.server.MlflowAddress;
import dev.pdrop.experiments.tracking.server.MlflowException;
import dev.pdrop.experiments.tracking.server.MlflowServer;
import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An MLflow server as a process of this one, on the loopback address: nobody on the network sees it. Close it.
 *
 * <p>Its database, its files and its log lie in one folder.
 */
public final class LocalMlflow implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    /* The first start makes a database: half a minute on a machine that is busy otherwise. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration POLL = Duration.ofMillis(300);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Child child;
    private final MlflowAddress address;
    private final ServerLog log;

    private LocalMlflow(Child child, MlflowAddress address, ServerLog log) {
        this.child = child;
        this.address = address;
        this.log = log;
    }

    /**
     * Starts one and waits until it answers, for minutes if need be.
     *
     * @param python of an environment that has MLflow
     * @param folder takes its data and its log; made if it is not there
     * @param port on which it listens
     * @throws FailedRunException if the port is taken, the data are those of another version, or it does not start
     */
    public static LocalMlflow start(Path python, Path folder, int port) {
        requireFree(port);
        ServerLog log = new ServerLog(folder);
        try {
            Files.createDirectories(folder);
            LocalMlflow server = new LocalMlflow(
                    Child.start(program(python, folder, port, log)),
                    MlflowAddress.of("http://" + HOST + ":" + port, Map.of()).orElseThrow(),
                    log);
            server.awaitAnswer();
            return server;
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected to start an MLflow server in " + folder + ", found an error (" + e.getMessage()
                            + "): check the permissions of that folder",
                    e);
        }
    }

    /** Where it is. */
    public MlflowAddress address() {
        return address;
    }

    /** Its process. */
    public Process process() {
        return child.process();
    }

    /**
     * Waits until it ends, which it should not do by itself.
     *
     * @return what to say of that
     */
    public FailedRunException awaitEnd() throws InterruptedException {
        return log.ended(child.process().waitFor());
    }

    @Override
    public void close() {
        child.close();
    }

    /**
     * Returns if a server could listen on a port.
     *
     * @throws FailedRunException if it is taken
     */
    public static void requireFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As the server does: connections of the one before it may still be on their way out.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected port " + port + " of this machine to be free for an MLflow server, found that it is not ("
                            + e.getMessage() + "): give --port another, or, if it is an MLflow server of yours, set "
                            + MlflowAddress.URI_VARIABLE + "=http://" + HOST + ":" + port,
                    e);
        }
    }

    private static ProcessBuilder program(Path python, Path folder, int port, ServerLog log) {
        ProcessBuilder program = new ProcessBuilder(
                        python.toString(),
                        "-m",
                        "mlflow",
                        "server",
                        "--host",
                        HOST,
                        "--port",
                        Integer.toString(port),
                        "--workers",
                        "1",
                        "--backend-store-uri",
                        "sqlite:///" + folder.resolve(ServerLog.DATABASE).toAbsolutePath(),
                        "--artifacts-destination",
                        folder.resolve("artifacts").toAbsolutePath().toString())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.file().toFile()));
        program.environment().keySet().removeIf(name -> name.startsWith("MLFLOW_"));
        // With it, five processes more and six times the memory.
        program.environment().put("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false");
        program.environment().put("MLFLOW_DISABLE_TELEMETRY", "true");
        program.environment().put("DO_NOT_TRACK", "true");
        return program;
    }

    private void awaitAnswer() {
        long polls = PATIENCE.toMillis() / POLL.toMillis();
        try {
            for (long poll = 0; poll < polls; poll++) {
                if (child.process().waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw log.ended(child.process().exitValue());
                }
                if (answers()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (FailedRunException e) {
            close();
            throw e;
        }
        close();
        throw log.silent(PATIENCE);
    }

    private boolean answers() {
        try {
            return !new MlflowServer(address, ANSWER).version().isEmpty();
        } catch (MlflowException e) {
            return false;
        }
    }
}
