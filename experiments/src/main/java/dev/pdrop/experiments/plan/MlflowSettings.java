// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an MLflow server is told of a run.
 *
 * @param enabled whether it is told at all
 * @param uri the server; absent to take that of the environment, if it names one
 * @param experiment MLflow's experiment that takes the runs; absent for the name of ours
 * @param requestSeconds how long one request may take
 * @param finishSeconds how long a run that is complete waits for what is not sent yet
 */
public record MlflowSettings(
        boolean enabled,
        Optional<String> uri,
        Optional<String> experiment,
        double requestSeconds,
        double finishSeconds) {

    /** Checks ranges. */
    public MlflowSettings {
        uri.ifPresent(MlflowSettings::checkUri);
        if (experiment.isPresent() && experiment.get().isBlank()) {
            throw new IllegalArgumentException("experiment must be a name, was blank");
        }
        if (!(requestSeconds > 0 && requestSeconds <= 3600)) {
            throw new IllegalArgumentException(
                    "request-seconds must be above 0 and at most 3600, was " + requestSeconds);
        }
        if (!(finishSeconds >= 0 && finishSeconds <= 3600)) {
            throw new IllegalArgumentException("finish-seconds must be between 0 and 3600, was " + finishSeconds);
        }
    }

    /** How long one request may take. */
    public Duration requestDeadline() {
        return Duration.ofMillis(Math.max(1, Math.round(1000 * requestSeconds)));
    }

    /** How long a run that is complete waits. */
    public Duration finishDeadline() {
        return Duration.ofMillis(Math.round(1000 * finishSeconds));
    }

    /** A file is shown, copied and stored with the run, so it is no place for a password; nor is a message. */
    private static void checkUri(String uri) {
        if (uri.contains("@")) {
            throw new IllegalArgumentException("uri must be an address without a user, found one with '@': credentials"
                    + " come from MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN");
        }
        try {
            URI parsed = new URI(uri);
            String scheme = Optional.ofNullable(parsed.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            if (parsed.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                return;
            }
        } catch (URISyntaxException e) {
            throw invalid(uri, e);
        }
        throw invalid(uri, null);
    }

    private static IllegalArgumentException invalid(String uri, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "uri must be an address such as \"http://localhost:5000\", was '" + uri + "'", cause);
    }
}
