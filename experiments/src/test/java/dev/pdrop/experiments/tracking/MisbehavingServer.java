// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A server that misbehaves on purpose, in front of one that does not. */
public final class MisbehavingServer implements AutoCloseable {

    /** How a request is treated. */
    public enum Manner {
        /** Carried out and answered. */
        WELL,
        /** Never answered. */
        SILENT,
        /** Answered bit by bit, and never to the end. */
        TRICKLE,
        /** Answered byte by byte, without end. */
        DRIP,
        /** Answered at full speed, without end. */
        ENDLESS,
        /** Answered by 429. */
        TOO_MANY,
        /** Answered by 429, with the wish to be left alone for two hours. */
        TOO_MANY_FOR_LONG,
        /** Answered by 503, with the wish to be left alone for a second. */
        BUSY,
        /** Answered by 500 without being carried out. */
        BROKEN,
        /** Carried out, then answered by 500. */
        LOST,
        /** Carried out, then the connection is cut. */
        CUT,
        /** The connection is cut without its being carried out. */
        CUT_BEFORE,
        /** Answered by a web page, as whoever is not signed in sees it. */
        LOGIN,
        /** Answered by the beginning of JSON. */
        TORN,
        /** Answered by JSON that is somebody else's. */
        STRANGE,
        /** Answered by 404 and a web page. */
        ELSEWHERE,
        /** Answered by 401, with a message that repeats the credentials. */
        FORBIDDEN,
        /** Answered by 403. */
        DENIED,
        /** Answered by 400, as MLflow does it: the message begins with the number and the name of the error. */
        REFUSED,
        /** Answered by 413. */
        TOO_LARGE,
        /** Sent by 301 to another host, where {@link #AWAY} begins the path. */
        MOVED,
        /** Sent there by 307, which means the same request with its body. */
        MOVED_FOR_NOW,
        /** Sent there by 308, likewise. */
        MOVED_FOR_GOOD
    }

    /** Where redirects lead: to a name of this machine that is another one to the client. */
    public static final String AWAY = "/away";

    /** Chooses a manner. */
    public interface Mood {

        /**
         * How a request is treated.
         *
         * @param number of the request, from 1
         */
        Manner of(int number, Backend.Request request);
    }

    private final HttpServer server;
    private final Backend backend;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<Backend.Request> requests = new CopyOnWriteArrayList<>();
    private volatile Mood mood = (number, request) -> Manner.WELL;

    private MisbehavingServer(HttpServer server, Backend backend) {
        this.server = server;
        this.backend = backend;
    }

    /** Starts one that behaves well for now. */
    public static MisbehavingServer before(Backend backend) {
        // Otherwise each answer waits a moment for more to come.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            MisbehavingServer server = new MisbehavingServer(http, backend);
            http.setExecutor(server.executor);
            http.createContext("/", server::handle);
            http.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its address. */
    public String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Treats every request in one manner from now on. */
    public void behave(Manner manner) {
        mood = (number, request) -> manner;
    }

    /** Changes how requests are treated from now on. */
    public void behave(Mood newMood) {
        mood = newMood;
    }

    /** Every request so far. */
    public List<Backend.Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Backend.Request request = request(exchange);
        int number;
        synchronized (requests) {
            requests.add(request);
            number = requests.size();
        }
        Manner manner = mood.of(number, request);
        switch (manner) {
            case WELL -> send(exchange, backend.answer(request));
            case SILENT -> {}
            case TRICKLE -> {
                exchange.sendResponseHeaders(200, 1000);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
            }
            case DRIP -> pour(exchange, 1, 20_000_000);
            case ENDLESS -> pour(exchange, 1 << 16, 0);
            case LOST -> {
                backend.answer(request);
                send(exchange, new Backend.Answer(500, ""));
            }
            case CUT -> {
                backend.answer(request);
                exchange.close();
            }
            case CUT_BEFORE -> exchange.close();
            default -> send(exchange, answer(manner, request));
        }
    }

    /** What does not depend on what was asked. */
    private Backend.Answer answer(Manner manner, Backend.Request request) {
        return switch (manner) {
            case TOO_MANY -> new Backend.Answer(429, "slow down");
            case TOO_MANY_FOR_LONG -> new Backend.Answer(429, "", Map.of("Retry-After", "7200"));
            case BUSY -> new Backend.Answer(503, "", Map.of("Retry-After", "1"));
            case BROKEN -> new Backend.Answer(500, "{\"error_code\": \"INTERNAL_ERROR\"}");
            case LOGIN -> new Backend.Answer(200, "\n<!doctype html><form>Who are you?</form>");
            case TORN -> new Backend.Answer(200, "{\"experiment\": {\"experiment_id\"");
            case STRANGE -> new Backend.Answer(200, "[\"welcome\"]");
            case ELSEWHERE -> new Backend.Answer(404, "<!doctype html>");
            case FORBIDDEN ->
                new Backend.Answer(
                        401, "{\"message\": \"not with " + request.headers().get("authorization") + "\"}");
            case DENIED ->
                new Backend.Answer(403, "Permission denied\nand so on", Map.of("Content-Type", "text/plain"));
            case REFUSED ->
                new Backend.Answer(
                        400,
                        "{\"error_code\": \"BAD_REQUEST\", \"message\": \"BAD_REQUEST: 400 no such place\\ntrace\"}");
            case TOO_LARGE -> new Backend.Answer(413, "<html>nginx</html>");
            case MOVED -> redirect(301, request);
            case MOVED_FOR_NOW -> redirect(307, request);
            case MOVED_FOR_GOOD -> redirect(308, request);
            default -> throw new IllegalArgumentException(manner + " is no answer");
        };
    }

    private Backend.Answer redirect(int status, Backend.Request request) {
        String other =
                "http://ali:secret@localhost:" + server.getAddress().getPort() + AWAY + request.path() + "?token=x";
        return new Backend.Answer(status, "", Map.of("Location", other));
    }

    /** Sends until nobody listens any more. */
    private void pour(HttpExchange exchange, int bytes, long pauseNanos) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] piece = new byte[bytes];
        Arrays.fill(piece, (byte) ' ');
        while (!Thread.currentThread().isInterrupted()) {
            exchange.getResponseBody().write(piece);
            exchange.getResponseBody().flush();
            LockSupport.parkNanos(pauseNanos);
        }
    }

    private static Backend.Request request(HttpExchange exchange) throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        String query = exchange.getRequestURI().getRawQuery();
        return new Backend.Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                query == null ? "" : query,
                headers,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, Backend.Answer answer) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
