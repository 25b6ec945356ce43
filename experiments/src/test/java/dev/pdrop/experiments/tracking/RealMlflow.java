// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.experiments.python.PythonEnvironment;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A real MLflow server, from the Python environment that {@code experiments/python/environment mlflow} makes.
 *
 * <p>Where there is no such environment, the tests that need it are aborted and say so; with
 * {@code PDROP_PYTHON_TESTS=required} in the environment, as the build server sets it, they fail.
 */
public final class RealMlflow implements Backend, AutoCloseable {

    private static final PythonEnvironment ENVIRONMENT =
            new PythonEnvironment(Path.of("..").toAbsolutePath().normalize(), "mlflow", System.getenv());
    private static final String REQUIRED = "PDROP_PYTHON_TESTS";
    private static final int POLLS = 600;

    private final Path folder;
    private final int port;
    private final String uri;
    private Process process;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(60))
            .build();

    private RealMlflow(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        this.uri = "http://127.0.0.1:" + port;
        this.process = launched();
    }

    /**
     * Starts one and waits until it answers.
     *
     * @param folder takes its data and its log
     */
    public static RealMlflow start(Path folder) throws IOException, InterruptedException {
        requireEnvironment();
        RealMlflow server = new RealMlflow(folder, freePort());
        server.awaitHealth();
        return server;
    }

    /** Kills it as nothing can keep from happening, with all that it started, and returns when all of it is gone. */
    public void kill() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
    }

    /** Starts it again after {@link #kill()}, where it was and with what it had stored. */
    public void restart() throws IOException, InterruptedException {
        process = launched();
        awaitHealth();
    }

    private Process launched() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        ENVIRONMENT.program("python").toString(),
                        "-m",
                        "mlflow",
                        "server",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--workers",
                        "1",
                        "--backend-store-uri",
                        "sqlite:///" + folder.resolve("mlflow.db").toAbsolutePath(),
                        "--artifacts-destination",
                        folder.resolve("artifacts").toAbsolutePath().toString())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("MLFLOW_"));
        // With it, five processes more and six times the memory.
        builder.environment().put("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false");
        builder.environment().put("MLFLOW_DISABLE_TELEMETRY", "true");
        builder.environment().put("DO_NOT_TRACK", "true");
        return builder.start();
    }

    private Path log() {
        return folder.resolve("server.log");
    }

    /** Its address. */
    public String uri() {
        return uri;
    }

    @Override
    public Answer answer(Request request) throws IOException {
        String target = uri + request.path() + (request.query().isEmpty() ? "" : "?" + request.query());
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(target))
                .header("Content-Type", "application/json")
                .method(request.method(), BodyPublishers.ofString(request.text())));
        return new Answer(response.statusCode(), response.body());
    }

    /** Asks for something below {@code /api/2.0/}. */
    public String text(String path) throws IOException {
        return answer(new Request("GET", "/api/2.0/" + path.split("\\?", -1)[0], query(path), Map.of(), ""))
                .body();
    }

    /** Asks for JSON below {@code /api/2.0/}. */
    public JsonObject get(String path) throws IOException {
        return JsonParser.parseString(text(path)).getAsJsonObject();
    }

    /** Sends JSON to a place below {@code /api/2.0/}. */
    public JsonObject post(String path, String body) throws IOException {
        Answer answer = answer(new Request("POST", "/api/2.0/" + path, "", Map.of(), body));
        return JsonParser.parseString(answer.body()).getAsJsonObject();
    }

    @Override
    public void close() {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private static String query(String path) {
        int mark = path.indexOf('?');
        return mark < 0 ? "" : path.substring(mark + 1);
    }

    private static void requireEnvironment() {
        if (ENVIRONMENT.isMade()) {
            return;
        }
        String message = "NOT RUN: the tests against a real MLflow server, since " + ENVIRONMENT.folder()
                + " is no Python environment of this version: make it with experiments/python/environment mlflow, which"
                + " needs Python 3.10 or newer, and run the tests again";
        if ("required".equals(System.getenv(REQUIRED))) {
            Assertions.fail(message);
        }
        System.err.println(message);
        Assumptions.abort(message);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Its first start makes a database, which takes it half a minute on a busy machine. */
    private void awaitHealth() throws IOException, InterruptedException {
        for (int poll = 0; poll < POLLS; poll++) {
            if (isHealthy()) {
                return;
            }
            if (process.waitFor(200, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        close();
        Assertions.fail("the MLflow server did not start:\n" + Files.readString(log()));
    }

    private boolean isHealthy() {
        try {
            return send(HttpRequest.newBuilder(URI.create(uri + "/health"))).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
