// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.experiments.tracking.FakeMlflow;
import dev.pdrop.experiments.tracking.MisbehavingServer;
import dev.pdrop.experiments.tracking.MisbehavingServer.Manner;
import dev.pdrop.experiments.tracking.SelfSignedServer;
import dev.pdrop.testing.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a server that misbehaves: each a sentence, each thing once. */
final class MlflowMessagesTest {

    private static final Duration PATIENT = Duration.ofSeconds(60);
    private static final Duration IMPATIENT = Duration.ofMillis(250);
    private static final Set<Manner> WITHOUT_ANSWER = EnumSet.of(Manner.SILENT, Manner.TRICKLE, Manner.DRIP);
    private static final Map<String, String> USER =
            Map.of("MLFLOW_TRACKING_USERNAME", "ali", "MLFLOW_TRACKING_PASSWORD", "open sesame");

    private final MisbehavingServer front = MisbehavingServer.before(new FakeMlflow());

    @AfterEach
    void stop() {
        front.close();
    }

    @Test
    void eachMannerHasASentence() {
        StringBuilder all = new StringBuilder();
        for (Manner manner : EnumSet.complementOf(EnumSet.of(Manner.WELL))) {
            front.behave(manner);
            all.append(manner)
                    .append(": ")
                    .append(message(front.uri(), USER, manner))
                    .append('\n');
        }
        for (Manner manner : EnumSet.of(Manner.FORBIDDEN, Manner.DENIED)) {
            front.behave(manner);
            all.append(manner).append(" without credentials: ");
            all.append(message(front.uri(), Map.of(), manner)).append('\n');
        }
        assertThat(all).doesNotContain("open sesame", "secret", "token=", "/api/");
        assertThat(all.toString().lines()).allMatch(line -> line.contains(": expected MLflow at http://HOST:PORT to "));
        Golden.assertMatches("tracking/messages", all.toString());
    }

    @Test
    void noRedirectIsFollowed() {
        for (Manner manner : EnumSet.of(Manner.MOVED, Manner.MOVED_FOR_NOW, Manner.MOVED_FOR_GOOD)) {
            front.behave(manner);
            assertThat(message(front.uri(), USER, manner))
                    .contains("found a redirect to http://localhost:PORT" + MisbehavingServer.AWAY + " (30");
        }
        assertThat(front.requests())
                .hasSize(3)
                .noneMatch(request -> request.path().startsWith(MisbehavingServer.AWAY));
    }

    @Test
    void anAddressThatIsNotTheRootIsNoMlflow() {
        assertThat(message(front.uri() + "/mlflow", Map.of(), Manner.WELL))
                .isEqualTo(
                        "expected MLflow at http://HOST:PORT/mlflow to find the experiment 'study', found no MLflow there"
                                + " (404): give the address of the server's root, such as http://localhost:5000");
    }

    @Test
    void aCertificateOfOnesOwnIsNotTrusted(@TempDir Path folder) throws IOException, InterruptedException {
        try (SelfSignedServer server = SelfSignedServer.start(folder)) {
            assertThat(message(server.uri(), USER, Manner.WELL))
                    .isEqualTo(
                            "expected MLflow at https://HOST:PORT to find the experiment 'study', found a certificate that"
                                    + " is not trusted: put it into a trust store, named by -Djavax.net.ssl.trustStore=FILE in"
                                    + " PDROP_JAVA_OPTS");
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void aServerWithoutTlsIsNoServerOfHttps() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> refuseInPlainText(socket));
            assertThat(message("https://127.0.0.1:" + socket.getLocalPort(), USER, Manner.WELL))
                    .contains("found no TLS that can be understood: see whether the address begins with http or https");
            answered.join();
        }
    }

    private static void refuseInPlainText(ServerSocket socket) {
        try (Socket connection = socket.accept()) {
            assertThat(connection.getInputStream().read()).isPositive();
            connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aNameThatNobodyHasIsNoMachine() {
        ConnectException failure = new ConnectException();
        failure.initCause(new UnresolvedAddressException());
        MlflowAddress address = MlflowAddress.of("http://h", Map.of()).orElseThrow();
        assertThat(new MlflowFaults(address, PATIENT).failed("to answer", failure))
                .hasMessage(
                        "expected MLflow at http://h to answer, found no machine of that name: correct the address");
    }

    @Test
    void aFileThatIsGoneIsNamed(@TempDir Path folder) throws MlflowException, IOException {
        MlflowServer server = server(front.uri(), Map.of(), PATIENT);
        ServerRun run = server.createRun("1", "run", 0, Map.of());
        Path file = Files.writeString(folder.resolve("a.txt"), "a");
        Files.delete(file);
        assertThatThrownBy(() -> server.upload(run, file))
                .hasMessage("expected to send " + file + ", found that it cannot be read: see what became of it");
    }

    @Test
    void aServerThatWantsFilesElsewhereIsToldHowItIsStarted(@TempDir Path folder) {
        MlflowServer server = server(front.uri(), Map.of(), PATIENT);
        ServerRun run =
                new ServerRun("r", "s3://bucket/r", RunStatus.RUNNING, 0, Map.of(), Map.of(), Map.of(), Set.of());
        assertThatThrownBy(() -> server.upload(run, folder.resolve("a.txt")))
                .hasMessageEndingWith(
                        "to store a.txt, found that it wants files elsewhere: start it with --serve-artifacts");
    }

    private static String message(String uri, Map<String, String> environment, Manner manner) {
        Duration deadline = WITHOUT_ANSWER.contains(manner) ? IMPATIENT : PATIENT;
        try {
            return server(uri, environment, deadline).experiment("study");
        } catch (MlflowException e) {
            return String.valueOf(e.getMessage())
                    .replace("127.0.0.1", "HOST")
                    .replaceAll(":\\d{2,5}(?!\\d)(?<!:5000)", ":PORT");
        }
    }

    private static MlflowServer server(String uri, Map<String, String> environment, Duration deadline) {
        return new MlflowServer(MlflowAddress.of(uri, environment).orElseThrow(), deadline);
    }
}
