// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.hub;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A hub on this machine that holds one model and answers as the real one does: it lists files with sizes and checksums,
 * and sends those that are large by a redirect to another host. Misbehaves on request.
 */
public final class LocalHub implements AutoCloseable {

    /** The commit of its only model. */
    public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    /** Files with this ending are large ones. */
    private static final String LARGE = ".safetensors";

    /** How a request is treated. */
    public enum Manner {
        /** Carried out. */
        WELL,
        /** Half of the body, then the connection is cut. */
        CUT,
        /** The head of the answer, then nothing for as long as the server runs. */
        STALLED,
        /** Other bytes of the same number. */
        WRONG_BYTES,
        /** More bytes than listed. */
        TOO_MUCH,
        /** The whole file, whatever part was asked for. */
        WHOLE,
        /** Answered by 429. */
        TOO_OFTEN,
        /** Answered by 429, with the wish to be left alone for an hour. */
        TOO_OFTEN_FOR_LONG,
        /** Answered by 503. */
        BUSY,
        /** Answered by 401. */
        UNAUTHORIZED,
        /** Answered by 403. */
        FORBIDDEN,
        /** Answered by 404. */
        NOTHING,
        /** Answered by a web page. */
        PAGE,
        /** Sent to where it came from, again and again. */
        CIRCLE,
        /** Sent to a file of the machine. */
        ASTRAY
    }

    /** Chooses a manner. */
    public interface Mood {

        /**
         * How a request is treated.
         *
         * @param number of the requests for this path, from 1
         */
        Manner of(int number, Request request);
    }

    /**
     * What was asked.
     *
     * @param path with its query
     * @param authorization what the header says, empty without one
     * @param range likewise
     */
    public record Request(String path, String authorization, String range) {}

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Mood mood = (number, request) -> Manner.WELL;
    private volatile String commit = COMMIT;

    /** Starts one that holds nothing. */
    public LocalHub() {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Adds a file to the model, under whatever name. */
    public LocalHub with(String name, byte[] content) {
        files.put(name, content.clone());
        return this;
    }

    /** Adds a text. */
    public LocalHub with(String name, String content) {
        return with(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Says that the model is at another commit. */
    public LocalHub at(String newCommit) {
        commit = newCommit;
        return this;
    }

    /** Changes how requests are treated from now on. */
    public void behave(Mood newMood) {
        mood = newMood;
    }

    /** Treats requests whose path ends so in one manner so many times, and all others well. */
    public void behave(String ending, int times, Manner manner) {
        behave((number, request) -> request.path().endsWith(ending) && number <= times ? manner : Manner.WELL);
    }

    /** Its address. */
    public String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Every request so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Paths of every request so far. */
    public List<String> paths() {
        return requests.stream().map(Request::path).toList();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Request request = new Request(
                exchange.getRequestURI().toString(), header(exchange, "Authorization"), header(exchange, "Range"));
        long number;
        synchronized (requests) {
            requests.add(request);
            number = requests.stream()
                    .filter(one -> one.path().equals(request.path()))
                    .count();
        }
        try (exchange) {
            answer(exchange, request, mood.of((int) number, request));
        }
    }

    private void answer(HttpExchange exchange, Request request, Manner manner) throws IOException {
        switch (manner) {
            case TOO_OFTEN -> refuse(exchange, 429, Optional.of("0"));
            case TOO_OFTEN_FOR_LONG -> refuse(exchange, 429, Optional.of("3600"));
            case BUSY -> refuse(exchange, 503, Optional.empty());
            case UNAUTHORIZED -> refuse(exchange, 401, Optional.empty());
            case FORBIDDEN -> refuse(exchange, 403, Optional.empty());
            case NOTHING -> refuse(exchange, 404, Optional.empty());
            case PAGE -> send(exchange, 200, "<html>please log in</html>".getBytes(StandardCharsets.UTF_8), manner);
            case CIRCLE -> redirect(exchange, request.path());
            case ASTRAY -> redirect(exchange, "file:///etc/hostname");
            default -> serve(exchange, request, manner);
        }
    }

    private void serve(HttpExchange exchange, Request request, Manner manner) throws IOException {
        String path = request.path();
        if (path.startsWith("/api/models/")) {
            send(exchange, 200, listing().toString().getBytes(StandardCharsets.UTF_8), manner);
            return;
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        byte[] content = files.get(name);
        if (content == null) {
            refuse(exchange, 404, Optional.empty());
        } else if (name.endsWith(LARGE) && !path.startsWith("/elsewhere/")) {
            // A name of this machine that is another host to the client.
            redirect(exchange, "http://localhost:" + server.getAddress().getPort() + "/elsewhere/" + name);
        } else {
            file(exchange, content, request.range(), manner);
        }
    }

    private static void file(HttpExchange exchange, byte[] content, String range, Manner manner) throws IOException {
        if (range.isEmpty() || manner == Manner.WHOLE) {
            send(exchange, 200, content, manner);
            return;
        }
        int from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        send(exchange, 206, Arrays.copyOfRange(content, from, content.length), manner);
    }

    private static void send(HttpExchange exchange, int status, byte[] body, Manner manner) throws IOException {
        byte[] sent = body.clone();
        if (manner == Manner.WRONG_BYTES) {
            sent[0] ^= 1;
        } else if (manner == Manner.TOO_MUCH) {
            sent = Arrays.copyOf(body, body.length + 1);
        }
        exchange.sendResponseHeaders(status, sent.length);
        if (manner == Manner.STALLED) {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        } else {
            exchange.getResponseBody().write(sent, 0, manner == Manner.CUT ? sent.length / 2 : sent.length);
        }
    }

    private static void refuse(HttpExchange exchange, int status, Optional<String> retryAfter) throws IOException {
        retryAfter.ifPresent(value -> exchange.getResponseHeaders().set("Retry-After", value));
        exchange.sendResponseHeaders(status, -1);
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        exchange.sendResponseHeaders(302, -1);
    }

    private JsonObject listing() {
        JsonArray siblings = new JsonArray();
        files.forEach((name, content) -> {
            JsonObject file = new JsonObject();
            file.addProperty("rfilename", name);
            file.addProperty("size", content.length);
            file.addProperty("blobId", gitBlob(content));
            if (name.endsWith(LARGE)) {
                JsonObject large = new JsonObject();
                large.addProperty("sha256", hex("SHA-256", content));
                large.addProperty("size", content.length);
                file.add("lfs", large);
            }
            siblings.add(file);
        });
        JsonObject listing = new JsonObject();
        listing.addProperty("sha", commit);
        listing.add("siblings", siblings);
        return listing;
    }

    /** As {@code git hash-object} computes it. */
    static String gitBlob(byte[] content) {
        byte[] header = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(header, header.length + content.length);
        System.arraycopy(content, 0, all, header.length, content.length);
        return hex("SHA-1", all);
    }

    static String hex(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }
}
