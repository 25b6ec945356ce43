// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.experiments.PythonTests;
import dev.pdrop.experiments.python.PythonEnvironment;
import dev.pdrop.experiments.tracking.local.LocalMlflow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A real MLflow server, from the Python environment that {@code experiments/python/environment mlflow} makes.
 *
 * <p>Where there is no such environment, the tests that need it are aborted and say so; with
 * {@code PDROP_PYTHON_TESTS=required} in the environment, as the build server sets it, they fail.
 */
public final class RealMlflow implements Backend, AutoCloseable {

    private static final PythonEnvironment ENVIRONMENT =
            new PythonEnvironment(Path.of("..").toAbsolutePath().normalize(), "mlflow", System.getenv());

    private final Path folder;
    private final int port;
    private final String uri;
    private LocalMlflow server;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(60))
            .build();

    private RealMlflow(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        this.uri = "http://127.0.0.1:" + port;
        this.server = launched();
    }

    /**
     * Starts one and waits until it answers.
     *
     * @param folder takes its data and its log
     */
    public static RealMlflow start(Path folder) throws IOException {
        PythonTests.require(ENVIRONMENT, "mlflow", "a real MLflow server");
        return new RealMlflow(folder, freePort());
    }

    /** Kills it as nothing can keep from happening, with all that it started, and returns when all of it is gone. */
    public void kill() {
        Process process = server.process();
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
    }

    /** Starts it again after {@link #kill()}, where it was and with what it had stored. */
    public void restart() {
        server = launched();
    }

    private LocalMlflow launched() {
        return LocalMlflow.start(ENVIRONMENT.program("python"), folder, port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
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
        server.close();
    }

    private static String query(String path) {
        int mark = path.indexOf('?');
        return mark < 0 ? "" : path.substring(mark + 1);
    }

    /** The Python of the environment, or the test is aborted. */
    public static Path requirePython() {
        PythonTests.require(ENVIRONMENT, "mlflow", "a real MLflow server");
        return ENVIRONMENT.program("python");
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
