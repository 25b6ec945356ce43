// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.FileNotFoundException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Requests with JSON, each of which ends within a deadline, whatever the server does.
 *
 * <p>The deadline spans the whole exchange, the body of the answer included. Redirects are not followed, not even on
 * the same machine: they could take the credentials elsewhere, and would make some requests to send something mere
 * questions.
 */
final class RestClient {

    /* Bytes of an answer; a thousand runs with all that they hold are a few million. */
    private static final long LONGEST = 64L << 20;

    private final MlflowAddress address;
    private final Duration deadline;
    private final MlflowFaults faults;
    private final HttpClient client;

    RestClient(MlflowAddress address, Duration deadline) {
        this.address = address;
        this.deadline = deadline;
        this.faults = new MlflowFaults(address, deadline);
        this.client = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(deadline)
                .build();
    }

    /**
     * Asks for something.
     *
     * @param purpose what the server is to do, for people, such as {@code to find runs}; so in every method
     */
    <T> T get(String purpose, String path, Map<String, String> query, Function<JsonObject, T> reader)
            throws MlflowException {
        String parameters = query.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&", query.isEmpty() ? "" : "?", ""));
        return read(purpose, send(purpose, "GET", path + parameters, BodyPublishers.noBody()), reader);
    }

    /** Asks for something that is not JSON. */
    String text(String purpose, String path) throws MlflowException {
        return send(purpose, "GET", path, BodyPublishers.noBody());
    }

    /** Sends a JSON object and reads the answer. */
    <T> T post(String purpose, String path, JsonObject body, Function<JsonObject, T> reader) throws MlflowException {
        return read(purpose, send(purpose, "POST", path, BodyPublishers.ofString(body.toString())), reader);
    }

    /** Sends a JSON object. */
    void post(String purpose, String path, JsonObject body) throws MlflowException {
        post(purpose, path, body, answer -> answer);
    }

    /** Sends a file. */
    void put(String purpose, String path, Path file) throws MlflowException {
        BodyPublisher body;
        try {
            body = BodyPublishers.ofFile(file);
        } catch (FileNotFoundException e) {
            throw new MlflowException("to send " + file, "that it cannot be read", "see what became of it");
        }
        String answer = send(purpose, "PUT", path, body);
        // The server itself says nothing if all went well.
        if (MlflowFaults.isPage(answer)) {
            throw faults.strange(purpose, answer);
        }
    }

    private String send(String purpose, String method, String target, BodyPublisher body) throws MlflowException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(target))
                .timeout(deadline)
                .header("Content-Type", "application/json")
                .method(method, body);
        address.authorization().ifPresent(value -> request.header("Authorization", value));
        HttpResponse<String> response =
                await(purpose, client.sendAsync(request.build(), answer -> new BoundedText(LONGEST)));
        if (response.statusCode() / 100 != 2) {
            throw faults.refused(purpose, response, parse(response.body()));
        }
        return response.body();
    }

    private HttpResponse<String> await(String purpose, CompletableFuture<HttpResponse<String>> exchange)
            throws MlflowException {
        try {
            return exchange.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw faults.silent(purpose);
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw faults.stopped(purpose);
        } catch (ExecutionException e) {
            throw faults.failed(purpose, e.getCause() == null ? e : e.getCause());
        }
    }

    private <T> T read(String purpose, String body, Function<JsonObject, T> reader) throws MlflowException {
        Optional<JsonObject> json = parse(body);
        if (json.isPresent()) {
            try {
                return reader.apply(json.get());
            } catch (JsonParseException | ClassCastException | IllegalStateException | IllegalArgumentException e) {
                throw faults.strange(purpose, body);
            }
        }
        throw faults.strange(purpose, body);
    }

    private static Optional<JsonObject> parse(String body) {
        try {
            JsonElement element = JsonParser.parseString(body);
            return element.isJsonObject() ? Optional.of(element.getAsJsonObject()) : Optional.empty();
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }

    /** A path with its characters encoded, slashes left. */
    static String path(String path) {
        return encoded(path).replace("%2F", "/");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
