// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
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
import javax.net.ssl.SSLException;

/**
 * Requests with JSON, each of which ends within a deadline, whatever the server does.
 *
 * <p>The deadline spans the whole exchange, the body of the answer included. Redirects are not followed, since they
 * would take the credentials elsewhere.
 */
final class RestClient {

    private static final int QUOTED = 300;
    /* Bytes of an answer; a thousand runs with all that they hold are a few million. */
    private static final long LONGEST = 64L << 20;

    private static final int OVERLOADED = 503;

    private final MlflowAddress address;
    private final Duration deadline;
    private final HttpClient client;

    RestClient(MlflowAddress address, Duration deadline) {
        this.address = address;
        this.deadline = deadline;
        this.client = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(deadline)
                .build();
    }

    /** Asks for something. */
    <T> T get(String path, Map<String, String> query, Function<JsonObject, T> reader) throws MlflowException {
        String parameters = query.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&", query.isEmpty() ? "" : "?", ""));
        return read("GET " + path, send("GET", path, parameters, BodyPublishers.noBody()), reader);
    }

    /** Asks for something that is not JSON. */
    String text(String path) throws MlflowException {
        return send("GET", path, "", BodyPublishers.noBody());
    }

    /** Sends a JSON object and reads the answer. */
    <T> T post(String path, JsonObject body, Function<JsonObject, T> reader) throws MlflowException {
        return read("POST " + path, send("POST", path, "", BodyPublishers.ofString(body.toString())), reader);
    }

    /** Sends a JSON object. */
    void post(String path, JsonObject body) throws MlflowException {
        post(path, body, answer -> answer);
    }

    /** Sends a file. */
    void put(String path, Path file) throws MlflowException {
        BodyPublisher body;
        try {
            body = BodyPublishers.ofFile(file);
        } catch (FileNotFoundException e) {
            throw new MlflowException("expected to send " + file + ", found that it cannot be read");
        }
        send("PUT", path, "", body);
    }

    private String send(String method, String path, String query, BodyPublisher body) throws MlflowException {
        String what = method + " " + path + " at " + address;
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path + query))
                .timeout(deadline)
                .header("Content-Type", "application/json")
                .method(method, body);
        address.authorization().ifPresent(value -> request.header("Authorization", value));
        HttpResponse<String> response =
                await(what, client.sendAsync(request.build(), answer -> new BoundedText(LONGEST)));
        if (response.statusCode() / 100 != 2) {
            throw refused(what, response);
        }
        return response.body();
    }

    private HttpResponse<String> await(String what, CompletableFuture<HttpResponse<String>> exchange)
            throws MlflowException {
        try {
            return exchange.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw silent(what);
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new MlflowException(what + " was stopped");
        } catch (ExecutionException e) {
            throw failed(what, e.getCause() == null ? e : e.getCause());
        }
    }

    private MlflowException silent(String what) {
        return new MlflowException(what + " got no answer within " + seconds(deadline));
    }

    private MlflowException failed(String what, Throwable cause) {
        if (cause instanceof HttpTimeoutException) {
            return silent(what);
        }
        if (cause instanceof ConnectException) {
            return new MlflowException(what + " could not connect");
        }
        String message = address.withoutSecrets(String.valueOf(cause.getMessage()));
        String hint = cause instanceof SSLException
                ? "; a certificate of your own belongs in a trust store, named by -Djavax.net.ssl.trustStore in PDROP_JAVA_OPTS"
                : "";
        return new MlflowException(what + " failed (" + message + ")" + hint, "", true);
    }

    private MlflowException refused(String what, HttpResponse<String> response) {
        int status = response.statusCode();
        Optional<JsonObject> error = parse(response.body());
        String code = error.map(object -> text(object, "error_code")).orElse("");
        String message = error.map(object -> text(object, "message")).orElse("");
        String hint = status == 401 || status == 403
                ? "; credentials come from MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN"
                : "";
        String quoted =
                shortened(address.withoutSecrets(message.lines().findFirst().orElse("")));
        return new MlflowException(
                what + " was answered by " + status + (quoted.isEmpty() ? "" : " (" + quoted + ")") + hint,
                code,
                status >= 500 && status != OVERLOADED);
    }

    private <T> T read(String what, String body, Function<JsonObject, T> reader) throws MlflowException {
        Optional<JsonObject> json = parse(body);
        if (json.isPresent()) {
            try {
                return reader.apply(json.get());
            } catch (JsonParseException | ClassCastException | IllegalStateException | IllegalArgumentException e) {
                throw strange(what);
            }
        }
        throw strange(what);
    }

    private MlflowException strange(String what) {
        return new MlflowException(what + " at " + address + " was answered by something that is not MLflow's");
    }

    private static Optional<JsonObject> parse(String body) {
        try {
            JsonElement element = JsonParser.parseString(body);
            return element.isJsonObject() ? Optional.of(element.getAsJsonObject()) : Optional.empty();
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }

    private static String text(JsonObject object, String key) {
        JsonElement value = object.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    private static String shortened(String text) {
        return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "..";
    }

    /** A path with its characters encoded, slashes left. */
    static String path(String path) {
        return encoded(path).replace("%2F", "/");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
