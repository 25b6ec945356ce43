// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.doctor;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The MLflow server, if one is configured: whether it answers in time and takes the credentials. */
final class TrackingCheck implements Check {

    private static final String SUBJECT = "mlflow";
    private static final String VARIABLE = "MLFLOW_TRACKING_URI";
    private static final String NOTHING_LOST = "; runs go on without it and pdrop sync replays them later";

    private final Optional<String> configured;
    private final Map<String, String> environment;
    private final Duration deadline;

    /**
     * A check.
     *
     * @param configured the server that a configuration names; wins over the environment
     * @param environment may name a server, and credentials, which are never shown
     * @param deadline how long the server may take to answer
     */
    TrackingCheck(Optional<String> configured, Map<String, String> environment, Duration deadline) {
        this.configured = configured;
        this.environment = environment;
        this.deadline = deadline;
    }

    @Override
    public List<Finding> findings() {
        Optional<String> address = configured
                .or(() -> Optional.ofNullable(environment.get(VARIABLE)))
                .filter(text -> !text.isBlank());
        return List.of(address.map(this::look)
                .orElseGet(() -> Finding.ok(
                        SUBJECT, "no server is configured (tracking.mlflow.uri or " + VARIABLE + "), which is fine")));
    }

    private Finding look(String address) {
        URI server;
        try {
            server = URI.create(address.strip().replaceAll("/+$", ""));
        } catch (IllegalArgumentException e) {
            return Finding.warn(SUBJECT, "an address that is no URI", "write it as http://HOST:PORT");
        }
        if (server.getHost() == null || !String.valueOf(server.getScheme()).matches("https?")) {
            return Finding.warn(SUBJECT, shown(server) + " is no address of a server", "write it as http://HOST:PORT");
        }
        return ask(server);
    }

    private Finding ask(URI server) {
        HttpClient client = HttpClient.newBuilder().connectTimeout(deadline).build();
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request(server), HttpResponse.BodyHandlers.discarding());
        try {
            int status = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            return judge(server, status);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return Finding.warn(
                    SUBJECT,
                    shown(server) + " gave no answer within " + deadline.toMillis() + " ms",
                    "see whether it runs and can be reached from here" + NOTHING_LOST);
        } catch (ExecutionException e) {
            return Finding.warn(
                    SUBJECT,
                    shown(server) + " cannot be reached (" + reason(e) + ")",
                    "see whether it runs and can be reached from here" + NOTHING_LOST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.warn(SUBJECT, shown(server) + ": interrupted", "");
        }
    }

    /** The kind of failure alone: its message may repeat the address, credentials and all. */
    private static String reason(ExecutionException failure) {
        Throwable cause = failure.getCause();
        return (cause == null ? failure : cause).getClass().getSimpleName();
    }

    private static Finding judge(URI server, int status) {
        if (status == 200) {
            return Finding.ok(SUBJECT, shown(server) + " answers");
        }
        String found = shown(server) + " answers with status " + status;
        return status == 401 || status == 403
                ? Finding.warn(
                        SUBJECT,
                        found,
                        "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN")
                : Finding.warn(SUBJECT, found, "see whether an MLflow server stands behind this address");
    }

    private HttpRequest request(URI server) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(withoutUser(server) + "/api/2.0/mlflow/experiments/search?max_results=1"))
                .timeout(deadline)
                .GET();
        credentials(server).ifPresent(credentials -> request.header("Authorization", credentials));
        return request.build();
    }

    private Optional<String> credentials(URI server) {
        String user = environment.getOrDefault("MLFLOW_TRACKING_USERNAME", "");
        String token = environment.getOrDefault("MLFLOW_TRACKING_TOKEN", "");
        String pair = user.isEmpty()
                ? Optional.ofNullable(server.getUserInfo()).orElse("")
                : user + ":" + environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
        if (!pair.isEmpty()) {
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        return token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token);
    }

    /** Without a name and password that may stand in the address, and without what may follow the path. */
    private static String shown(URI server) {
        return server.getHost() == null ? "'" + server.getScheme() + ":..'" : withoutUser(server);
    }

    private static String withoutUser(URI server) {
        String port = server.getPort() < 0 ? "" : ":" + server.getPort();
        String path = server.getRawPath() == null ? "" : server.getRawPath();
        return server.getScheme() + "://" + server.getHost() + port + path;
    }
}
