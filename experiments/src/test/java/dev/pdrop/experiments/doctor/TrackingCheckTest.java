// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.pdrop.experiments.doctor.Finding.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class TrackingCheckTest {

    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    @Test
    void noServerIsFine() {
        assertThat(check(Optional.empty(), Map.of()).status()).isEqualTo(Status.OK);
    }

    @Test
    void aServerAnswers() throws IOException {
        try (Server server = new Server(200)) {
            Finding finding = check(Optional.of(server.address()), Map.of());
            assertThat(finding).isEqualTo(Finding.ok("mlflow", server.address() + " answers"));
            assertThat(authorizations).containsExactly("none");
        }
    }

    @Test
    void sendsCredentialsAndNeverShowsThem() throws IOException {
        try (Server server = new Server(401)) {
            Finding finding = check(
                    Optional.empty(),
                    Map.of(
                            "MLFLOW_TRACKING_URI",
                            server.address().replace("//", "//me:hidden@"),
                            "MLFLOW_TRACKING_USERNAME",
                            "me",
                            "MLFLOW_TRACKING_PASSWORD",
                            "secret"));
            assertThat(authorizations).containsExactly("Basic bWU6c2VjcmV0");
            assertThat(finding.status()).isEqualTo(Status.WARN);
            assertThat(finding.found()).isEqualTo(server.address() + ": that it does not take the credentials (401)");
            assertThat(finding.toString()).doesNotContain("secret").doesNotContain("hidden");
        }
    }

    @Test
    void aTokenWithALineBreakAtItsEndIsSentWithoutItAndNeverShown() throws IOException {
        try (Server server = new Server(403)) {
            Finding finding = check(
                    Optional.of(server.address()), Map.of("MLFLOW_TRACKING_TOKEN", "s3cret" + System.lineSeparator()));
            assertThat(authorizations).containsExactly("Bearer s3cret");
            assertThat(finding.status()).isEqualTo(Status.WARN);
            assertThat(finding.toString()).doesNotContain("s3cret");
        }
    }

    @Test
    void aTokenThatNoHeaderCanHoldIsNotSentAndNeverShown() throws IOException {
        try (Server server = new Server(200)) {
            Finding finding = check(Optional.of(server.address()), Map.of("MLFLOW_TRACKING_TOKEN", "s3cret\nmore"));
            assertThat(authorizations).containsExactly("none");
            assertThat(finding.toString()).doesNotContain("s3cret");
        }
    }

    @Test
    void aServerThatIsAwayIsAWarning() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Finding finding = check(Optional.of("http://127.0.0.1:" + free), Map.of());
        assertThat(finding.status()).isEqualTo(Status.WARN);
        assertThat(finding.found()).endsWith(": nothing that listens there");
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Finding finding =
                    check(Optional.of("http://127.0.0.1:" + silent.getLocalPort()), Map.of(), Duration.ofMillis(50));
            assertThat(finding.status()).isEqualTo(Status.WARN);
            assertThat(finding.found()).startsWith("http://127.0.0.1:").endsWith("no answer within 50 ms");
        }
    }

    @Test
    void whatIsNoAddressIsNotShown() {
        for (String address : List.of("not an address", "file:/secret/place", "secret", "http://")) {
            Finding finding = check(Optional.of(address), Map.of());
            assertThat(finding.status()).isEqualTo(Status.WARN);
            assertThat(finding.found()).doesNotContain("secret");
        }
    }

    private static Finding check(Optional<String> configured, Map<String, String> environment) {
        return check(configured, environment, Duration.ofSeconds(30));
    }

    private static Finding check(Optional<String> configured, Map<String, String> environment, Duration deadline) {
        return new TrackingCheck(configured, environment, deadline).findings().get(0);
    }

    /** Answers everything with one status. */
    private final class Server implements AutoCloseable {

        private final HttpServer server;

        Server(int status) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/api/2.0/mlflow/", exchange -> {
                String sent = exchange.getRequestHeaders().getFirst("Authorization");
                authorizations.add(sent == null ? "none" : sent);
                exchange.sendResponseHeaders(status, 2);
                exchange.getResponseBody().write(new byte[] {'{', '}'});
                exchange.close();
            });
            server.start();
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
