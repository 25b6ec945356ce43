// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where an MLflow server is, and how one signs in there.
 *
 * <p>User and password come from {@code MLFLOW_TRACKING_USERNAME} and {@code MLFLOW_TRACKING_PASSWORD}, else a bearer
 * token from {@code MLFLOW_TRACKING_TOKEN}, else user and password from the address itself. None of them is part of
 * {@link #toString()}.
 */
public final class MlflowAddress {

    /** The environment's name for the address. */
    public static final String URI_VARIABLE = "MLFLOW_TRACKING_URI";

    private static final String USER = "MLFLOW_TRACKING_USERNAME";
    private static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";
    private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";
    private static final String HIDDEN = "***";

    private final String root;
    private final Optional<String> authorization;
    private final List<String> secrets;

    private MlflowAddress(String root, Optional<String> authorization, List<String> secrets) {
        this.root = root;
        this.authorization = authorization;
        this.secrets = List.copyOf(secrets);
    }

    /**
     * Reads an address.
     *
     * @param text an address of http or https; may begin with a user and a password
     * @param environment the environment's variables
     * @return empty if it is no such address
     */
    public static Optional<MlflowAddress> of(String text, Map<String, String> environment) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
            return Optional.empty();
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String path = Optional.ofNullable(uri.getRawPath()).orElse("").replaceFirst("/+$", "");
        Optional<String> userInfo = Optional.ofNullable(uri.getUserInfo());
        List<String> secrets = new ArrayList<>();
        Optional<String> authorization = authorization(userInfo, environment, secrets);
        return Optional.of(new MlflowAddress(scheme + "://" + uri.getHost() + port + path, authorization, secrets));
    }

    /** The address without credentials and without a slash at its end. */
    @Override
    public String toString() {
        return root;
    }

    /** The place of something on the server. */
    URI resolve(String path) {
        return URI.create(root + path);
    }

    /** What the header {@code Authorization} says. */
    Optional<String> authorization() {
        return authorization;
    }

    /** A text in which no secret is left. */
    String withoutSecrets(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, HIDDEN);
        }
        return clean;
    }

    private static Optional<String> authorization(
            Optional<String> userInfo, Map<String, String> environment, List<String> secrets) {
        String user = environment.getOrDefault(USER, "");
        String password = environment.getOrDefault(PASSWORD, "");
        // A line break at the end is what reading a token from a file often leaves.
        String token = environment.getOrDefault(TOKEN, "").strip();
        if (!user.isEmpty() && !password.isEmpty()) {
            secrets.add(password);
            return Optional.of(basic(user + ":" + password, secrets));
        }
        if (!token.isEmpty() && token.chars().allMatch(character -> character > ' ' && character < 127)) {
            secrets.add(token);
            return Optional.of("Bearer " + token);
        }
        userInfo.map(info -> info.substring(info.indexOf(':') + 1))
                .filter(secret -> !secret.isEmpty())
                .ifPresent(secrets::add);
        return userInfo.map(info -> basic(info, secrets));
    }

    private static String basic(String userAndPassword, List<String> secrets) {
        String encoded = Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
        secrets.add(encoded);
        return "Basic " + encoded;
    }
}
