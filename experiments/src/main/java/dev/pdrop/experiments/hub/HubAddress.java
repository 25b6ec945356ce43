// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.hub;

import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.config.SourceLocation;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a hub is, and how one signs in there. The token is no part of {@link #toString()}.
 *
 * <p>{@code HF_ENDPOINT} names another one than the usual; the token is that of {@code HF_TOKEN}, else what a login of
 * the hub's own programs left in the file {@code token} of {@code HF_HOME}.
 */
public final class HubAddress {

    private static final String USUAL = "https://huggingface.co";
    private static final String ENDPOINT = "HF_ENDPOINT";
    private static final String TOKEN = "HF_TOKEN";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final URI root;
    private final Optional<String> token;

    private HubAddress(URI root, Optional<String> token) {
        this.root = root;
        this.token = token;
    }

    /**
     * The hub that an environment names.
     *
     * @throws InvalidConfigException if the address is none, or the token would travel in the open
     */
    public static HubAddress of(Map<String, String> environment, Path home) {
        String text = environment.getOrDefault(ENDPOINT, "").strip();
        URI root = root(text.isEmpty() ? USUAL : text);
        Optional<String> token = token(environment, home);
        boolean open = root.getScheme().equals("http") && !LOOPBACK.contains(root.getHost());
        if (open && token.isPresent()) {
            throw wrong("expected an address of https for a token to be sent to, found " + root
                    + "; use https, or go without a token");
        }
        return new HubAddress(root, token);
    }

    private static URI root(String text) {
        try {
            URI uri = new URI(text.replaceFirst("/+$", ""));
            String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below, without what may hold a password.
        }
        throw wrong(
                "expected an address of http or https, without user and password, found something else; correct it, or"
                        + " unset it for " + USUAL);
    }

    private static InvalidConfigException wrong(String message) {
        return new InvalidConfigException(new SourceLocation(ENDPOINT, 0), "", message);
    }

    private static Optional<String> token(Map<String, String> environment, Path home) {
        String given = environment.getOrDefault(TOKEN, "").strip();
        if (given.isEmpty()) {
            given = stored(home.resolve("token"));
        }
        boolean sendable = given.chars().allMatch(character -> character > ' ' && character < 127);
        return given.isEmpty() || !sendable ? Optional.empty() : Optional.of(given);
    }

    private static String stored(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** Where the files of a model are listed. */
    URI listing(ModelName model) {
        return URI.create(
                root + "/api/models/" + model.path() + "/revision/" + encoded(model.revision()) + "?blobs=true");
    }

    /** Where a file of a model is. */
    URI file(ModelName model, String commit, String name) {
        return URI.create(root + "/" + model.path() + "/resolve/" + commit + "/" + encoded(name));
    }

    /** The page of a model, for people. */
    String page(ModelName model) {
        return root + "/" + model.path();
    }

    /** What the header {@code Authorization} says to an address: nothing to any other than the hub's own. */
    Optional<String> authorization(URI address) {
        boolean own = root.getScheme().equalsIgnoreCase(address.getScheme())
                && root.getHost().equalsIgnoreCase(address.getHost())
                && root.getPort() == address.getPort();
        return own ? token.map(secret -> "Bearer " + secret) : Optional.empty();
    }

    /** Whether there is a token. */
    boolean signsIn() {
        return token.isPresent();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
