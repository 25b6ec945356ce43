// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pdrop.experiments.tracking.server.MlflowException.Kind;
import dev.pdrop.experiments.web.RetryAfter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Puts into words what came of a request: what people have to know of it, and nothing of the protocol besides the
 * number of an answer.
 *
 * <p>What the server says itself is quoted without credentials, its first line only, and only if it says it as MLflow
 * does or as plain text: a page is no sentence.
 */
final class MlflowFaults {

    /** What to do about credentials. */
    private static final String SIGN_IN =
            "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, to what it takes";

    private static final int QUOTED = 300;

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;
    private static final int TOO_MANY = 429;
    private static final int ERROR = 500;
    private static final int OVERLOADED = 503;

    private final MlflowAddress address;
    private final Duration deadline;

    MlflowFaults(MlflowAddress address, Duration deadline) {
        this.address = address;
        this.deadline = deadline;
    }

    /**
     * No answer in time.
     *
     * @param purpose what the server was to do, such as {@code to store report.html}; so in every method
     */
    MlflowException silent(String purpose) {
        return lasting(
                purpose, "no answer within " + seconds(deadline), "see whether it is up and can be reached from here");
    }

    /** The program is asked to stop. */
    MlflowException stopped(String purpose) {
        return lasting(purpose, "that it was not waited for", "try again");
    }

    /** No answer at all. */
    MlflowException failed(String purpose, Throwable cause) {
        if (cause instanceof HttpTimeoutException) {
            return silent(purpose);
        }
        if (cause instanceof ConnectException) {
            return cause.getCause() instanceof UnresolvedAddressException
                    ? lasting(purpose, "no machine of that name", "correct the address")
                    : lasting(purpose, "nothing that listens there", "start the server, or correct the address");
        }
        if (cause instanceof BoundedText.TooLongException) {
            return lasting(purpose, "an answer without end", "correct the address, which is not that of an MLflow");
        }
        if (cause instanceof SSLException) {
            return insecure(purpose, String.valueOf(cause.getMessage()));
        }
        return new MlflowException(
                expected(purpose),
                "that the connection broke off",
                "see the server's log",
                "",
                Kind.PASSING,
                Duration.ZERO);
    }

    /** An answer that is none of success. */
    MlflowException refused(String purpose, HttpResponse<String> response, Optional<JsonObject> error) {
        int status = response.statusCode();
        String quote = quote(response, error);
        if (status / 100 == 3) {
            return lasting(
                    purpose,
                    "a redirect to " + place(response) + " (" + status + ")",
                    "give that address if it is the server's, since credentials are sent to no other than the one given");
        }
        if (status == TOO_MANY || status == OVERLOADED) {
            return busy(purpose, status, response);
        }
        if (status >= ERROR) {
            return new MlflowException(
                    expected(purpose),
                    "an error of its own " + number(status, quote),
                    "see its log",
                    "",
                    Kind.PASSING,
                    Duration.ZERO);
        }
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            return refusal(purpose, credentials(status) + number(status, quote), SIGN_IN, "");
        }
        if (status == TOO_LARGE) {
            return refusal(
                    purpose,
                    "that so much is too much for it (413)",
                    "raise the limit of the server or of what stands before it",
                    "");
        }
        String code = error.map(object -> text(object, "error_code")).orElse("");
        if (code.isEmpty()) {
            String found = status == NOT_FOUND ? "no MLflow there " : "a refusal that is not MLflow's ";
            return refusal(
                    purpose,
                    found + number(status, quote),
                    "give the address of the server's root, such as http://localhost:5000",
                    "");
        }
        return refusal(purpose, "a refusal " + number(status, quote), "see its log", code);
    }

    /** An answer of success that is not what it should be. */
    MlflowException strange(String purpose, String body) {
        boolean page = isPage(body);
        return lasting(
                purpose,
                page ? "a web page, as a login or another server shows it" : "an answer that is not MLflow's",
                page
                        ? "correct the address, or see how programs sign in there"
                        : "correct the address, or see its log");
    }

    /** Whether an answer is one for browsers. */
    static boolean isPage(String body) {
        return body.stripLeading().startsWith("<");
    }

    private MlflowException insecure(String purpose, String message) {
        boolean certificate =
                message.contains("PKIX") || message.toLowerCase(Locale.ROOT).contains("certificate");
        return certificate
                ? lasting(
                        purpose,
                        "a certificate that is not trusted",
                        "put it into a trust store, named by -Djavax.net.ssl.trustStore=FILE in PDROP_JAVA_OPTS")
                : lasting(
                        purpose, "no TLS that can be understood", "see whether the address begins with http or https");
    }

    private MlflowException busy(String purpose, int status, HttpResponse<String> response) {
        Duration pause = response.headers()
                .firstValue("Retry-After")
                .map(value -> RetryAfter.of(value, Instant.now()))
                .orElse(Duration.ZERO);
        String time = pause.equals(RetryAfter.LONGEST) ? "an hour or longer" : seconds(pause);
        String wish = pause.isZero() ? "" : " and wants to be left alone for " + time;
        return new MlflowException(
                expected(purpose),
                "that it has too much to do" + wish + " (" + status + ")",
                "try again later",
                "",
                Kind.LASTING,
                pause);
    }

    private String credentials(int status) {
        if (address.authorization().isEmpty()) {
            return "that it wants credentials ";
        }
        return status == UNAUTHORIZED
                ? "that it does not take the credentials "
                : "that it forbids this to whoever has these credentials ";
    }

    /** Without what may be secret, and without the place that was asked for, which says nothing to people. */
    private String place(HttpResponse<String> response) {
        Optional<String> location = response.headers().firstValue("Location");
        try {
            URI asked = response.request().uri();
            URI place = asked.resolve(URI.create(location.orElse("")));
            String path = Optional.ofNullable(place.getRawPath()).orElse("");
            String below = asked.getRawPath()
                    .substring(address.resolve("").getRawPath().length());
            String root = path.endsWith(below) ? path.substring(0, path.length() - below.length()) : path;
            String port = place.getPort() < 0 ? "" : ":" + place.getPort();
            return place.getHost() == null
                    ? "another place"
                    : shortened(address.withoutSecrets(place.getScheme() + "://" + place.getHost() + port + root));
        } catch (IllegalArgumentException e) {
            return "another place";
        }
    }

    private String quote(HttpResponse<String> response, Optional<JsonObject> error) {
        boolean plain = response.headers().firstValue("Content-Type").orElse("").startsWith("text/plain");
        String said = error.map(object -> text(object, "message")).orElse(plain ? response.body() : "");
        String first = said.lines().findFirst().orElse("").strip();
        String code = error.map(object -> text(object, "error_code")).orElse("");
        String sentence = first.startsWith(code + ": ") ? first.substring(code.length() + 2) : first;
        return shortened(address.withoutSecrets(sentence.replaceFirst("^" + response.statusCode() + "\\b[: ]*", "")));
    }

    private MlflowException lasting(String purpose, String found, String advice) {
        return new MlflowException(expected(purpose), found, advice);
    }

    private MlflowException refusal(String purpose, String found, String advice, String code) {
        return new MlflowException(expected(purpose), found, advice, code, Kind.REFUSED, Duration.ZERO);
    }

    private String expected(String purpose) {
        return "MLflow at " + address + " " + purpose;
    }

    private static String number(int status, String quote) {
        return "(" + status + (quote.isEmpty() ? "" : ", '" + quote + "'") + ")";
    }

    private static String text(JsonObject object, String key) {
        JsonElement value = object.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    private static String shortened(String text) {
        return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "..";
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
