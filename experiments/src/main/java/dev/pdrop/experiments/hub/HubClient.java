// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.hub;

import dev.pdrop.experiments.web.RetryAfter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Questions to a hub, each of which ends when nothing comes for a while.
 *
 * <p>Redirects are followed, since hubs keep large files elsewhere, but never from https to http, and the token goes to
 * the hub itself alone. Made on {@link HttpURLConnection}, because it bounds the wait for each piece of a body, however
 * long the whole takes, which {@code java.net.http} does not.
 */
final class HubClient {

    private static final int MOST_REDIRECTS = 5;
    private static final int LONGEST_TEXT = 64 << 20;

    private static final int PARTIAL = 206;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TIMEOUT = 408;
    private static final int UNSATISFIABLE = 416;
    private static final int TOO_MANY = 429;
    private static final int ERROR = 500;

    private final HubAddress address;
    private final Duration silence;

    /**
     * A client.
     *
     * @param silence for how long a connection may bring nothing
     */
    HubClient(HubAddress address, Duration silence) {
        this.address = address;
        this.silence = silence;
    }

    /**
     * The bytes of a file.
     *
     * @param from place of the first of them: what was asked for, or 0 if the server gives whole files only
     * @param body the bytes; closed by the caller
     */
    record Body(long from, InputStream body) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /** Where the hub is. */
    HubAddress address() {
        return address;
    }

    /** The list of a model's files, as the hub writes it. */
    String listing(ModelName model) throws HubException {
        try (Body body = open(model, address.listing(model), 0)) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int read = body.body().read(buffer);
                    read >= 0;
                    read = body.body().read(buffer)) {
                text.write(buffer, 0, read);
                if (text.size() > LONGEST_TEXT) {
                    throw HubException.lasting("a list of files without end", "correct HF_ENDPOINT");
                }
            }
            return text.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /**
     * A file from a place on.
     *
     * @param from how many bytes are there already
     */
    Body file(Listing listing, HubFile file, long from) throws HubException {
        return open(listing.model(), address.file(listing.model(), listing.commit(), file.name()), from);
    }

    /** What an input error in the middle of a body means. */
    HubException broken(IOException cause) {
        return HubException.passing(
                cause instanceof SocketTimeoutException
                        ? "that nothing came for " + silence.toSeconds() + " s"
                        : "that the connection broke off",
                Duration.ZERO);
    }

    private Body open(ModelName model, URI first, long from) throws HubException {
        URI place = first;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            try {
                HttpURLConnection connection = connect(place, from);
                int status = connection.getResponseCode();
                if (status / 100 != 3) {
                    return body(model, connection, status, from);
                }
                place = redirected(place, connection.getHeaderField("Location"));
                connection.disconnect();
            } catch (UnknownHostException e) {
                throw HubException.lasting(
                        "no machine named " + place.getHost(),
                        "correct HF_ENDPOINT or the network, or take what is in the cache with --offline");
            } catch (ConnectException e) {
                throw HubException.lasting(
                        "nothing that listens there",
                        "correct HF_ENDPOINT, or take what is in the cache with --offline");
            } catch (SSLException e) {
                throw HubException.lasting(
                        "no TLS that is trusted",
                        "put its certificate into a trust store, named by -Djavax.net.ssl.trustStore=FILE in"
                                + " PDROP_JAVA_OPTS, or correct HF_ENDPOINT");
            } catch (IOException e) {
                throw broken(e);
            }
        }
        throw HubException.lasting("more than " + MOST_REDIRECTS + " redirects", "correct HF_ENDPOINT");
    }

    private HttpURLConnection connect(URI place, long from) throws IOException {
        URLConnection connection = place.toURL().openConnection();
        connection.setConnectTimeout((int) silence.toMillis());
        connection.setReadTimeout((int) silence.toMillis());
        connection.setRequestProperty("User-Agent", "pdrop");
        // Packed bytes could not be gone on with in the middle.
        connection.setRequestProperty("Accept-Encoding", "identity");
        address.authorization(place).ifPresent(value -> connection.setRequestProperty("Authorization", value));
        if (from > 0) {
            connection.setRequestProperty("Range", "bytes=" + from + "-");
        }
        HttpURLConnection http = (HttpURLConnection) connection;
        http.setInstanceFollowRedirects(false);
        return http;
    }

    private static URI redirected(URI from, String location) throws HubException {
        try {
            URI to = from.resolve(location == null ? "" : location);
            boolean web = "https".equalsIgnoreCase(to.getScheme())
                    || ("http".equalsIgnoreCase(to.getScheme()) && "http".equalsIgnoreCase(from.getScheme()));
            if (location != null && web && to.getHost() != null) {
                return to;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw HubException.lasting(
                "a redirect to a place that is none of https", "correct HF_ENDPOINT, or ask who runs the hub");
    }

    private Body body(ModelName model, HttpURLConnection connection, int status, long from)
            throws IOException, HubException {
        if (status == PARTIAL) {
            String range = Optional.ofNullable(connection.getHeaderField("Content-Range"))
                    .orElse("");
            if (!range.startsWith("bytes " + from + "-")) {
                connection.disconnect();
                throw HubException.lasting("another part of the file than was asked for", "correct HF_ENDPOINT");
            }
            return new Body(from, connection.getInputStream());
        }
        if (status / 100 == 2) {
            return new Body(0, connection.getInputStream());
        }
        HubException refused = refused(model, connection, status);
        connection.disconnect();
        throw refused;
    }

    private HubException refused(ModelName model, HttpURLConnection connection, int status) {
        if (status == TOO_MANY || status == TIMEOUT || status >= ERROR) {
            Duration pause = Optional.ofNullable(connection.getHeaderField("Retry-After"))
                    .map(value -> RetryAfter.of(value, Instant.now()))
                    .orElse(Duration.ZERO);
            return HubException.passing(
                    status == TOO_MANY ? "that it was asked too often (429)" : "an error of its own (" + status + ")",
                    pause);
        }
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            return address.signsIn()
                    ? HubException.lasting(
                            "that it does not let the owner of this token have it (" + status + ")",
                            "see " + address.page(model)
                                    + " for conditions to accept, or set HF_TOKEN to another token")
                    : HubException.lasting(
                            "that it wants to know who asks, or has no such model (" + status + ")",
                            "check the name, see " + address.page(model)
                                    + " for conditions to accept, and set HF_TOKEN to a token");
        }
        if (status == NOT_FOUND) {
            return HubException.lasting(
                    "nothing there (404)",
                    "check name and revision" + (address.signsIn() ? "" : ", or set HF_TOKEN if it is a private one"));
        }
        if (status == UNSATISFIABLE) {
            return HubException.lasting("that the file ends before what has arrived of it", "correct HF_ENDPOINT");
        }
        return HubException.lasting(
                status < 0 ? "an answer that is none of HTTP" : "a refusal (" + status + ")", "correct HF_ENDPOINT");
    }
}
