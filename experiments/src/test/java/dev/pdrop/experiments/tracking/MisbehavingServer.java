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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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
        /** Answered by 429. */
        TOO_MANY,
        /** Answered by 500 without being carried out. */
        BROKEN,
        /** Carried out, then answered by 500. */
        LOST,
        /** Carried out, then the connection is cut. */
        CUT,
        /** The connection is cut without its being carried out. */
        CUT_BEFORE,
        /** Answered by a web page. */
        STRANGE,
        /** Answered by 401, with a message that repeats the credentials. */
        FORBIDDEN
    }

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
        switch (mood.of(number, request)) {
            case WELL -> send(exchange, backend.answer(request));
            case SILENT -> {}
            case TRICKLE -> {
                exchange.sendResponseHeaders(200, 1000);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
            }
            case TOO_MANY -> send(exchange, new Backend.Answer(429, "slow down"));
            case BROKEN -> send(exchange, new Backend.Answer(500, "{\"error_code\": \"INTERNAL_ERROR\"}"));
            case LOST -> {
                backend.answer(request);
                send(exchange, new Backend.Answer(500, ""));
            }
            case CUT -> {
                backend.answer(request);
                exchange.close();
            }
            case CUT_BEFORE -> exchange.close();
            case STRANGE -> send(exchange, new Backend.Answer(200, "<html>Welcome</html>"));
            case FORBIDDEN ->
                send(
                        exchange,
                        new Backend.Answer(
                                401,
                                "{\"message\": \"not with " + request.headers().get("authorization") + "\"}"));
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
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
