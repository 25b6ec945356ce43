// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.plan.MlflowSettings;
import dev.pdrop.experiments.plan.TrackingSettings;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.tracking.server.MlflowAddress;
import dev.pdrop.spi.FailedRunException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Which server is told: that of the configuration if it names one, else that of the environment, else none.
 *
 * <p>Credentials come from the environment.
 */
public final class TrackingChoice {

    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final String MLFLOW = "tracking.mlflow.";

    private final Map<String, String> environment;

    /**
     * A choice.
     *
     * @param environment the environment's variables
     */
    public TrackingChoice(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * What follows a run that begins.
     *
     * @param plan what will run; says who is to be told
     * @param people is told of what becomes of it
     */
    public Tracking begin(ExperimentPlan plan, Notices people) {
        Optional<MlflowSettings> mlflow =
                plan.tracking().map(TrackingSettings::mlflow).filter(MlflowSettings::enabled);
        if (mlflow.isEmpty()) {
            return Tracking.none();
        }
        Optional<String> named = mlflow.get().uri().or(this::uri);
        Optional<MlflowAddress> address = named.flatMap(uri -> MlflowAddress.of(uri, environment));
        if (address.isEmpty()) {
            named.ifPresent(uri -> people.problem("expected " + MlflowAddress.URI_VARIABLE
                    + " to be the address of an MLflow server, found something else: write it as http://HOST:PORT; the"
                    + " run goes on and is not tracked"));
            return Tracking.none();
        }
        return new LiveTracking(
                address.get(), mlflow.get(), INTERVAL, InstantSource.system(), System::nanoTime, people);
    }

    /**
     * The server that a finished run is sent to.
     *
     * @param run its configuration names one, perhaps
     * @param asked named by the user, before all others; empty if none is
     * @throws FailedRunException if nothing names a server
     */
    public MlflowAddress address(StoredRun run, String asked) {
        String uri = asked.isEmpty() ? setting(run, "uri").or(this::uri).orElse("") : asked;
        return MlflowAddress.of(uri, environment)
                .orElseThrow(() -> new FailedRunException("expected the address of an MLflow server, found "
                        + (uri.isEmpty() ? "none" : "what is none of http or https")
                        + ": give --uri http://HOST:PORT, or set "
                        + MlflowAddress.URI_VARIABLE));
    }

    /**
     * MLflow's experiment that takes a finished run; empty for the name of ours.
     *
     * @param run its configuration names one, perhaps
     */
    public static String experiment(StoredRun run) {
        return setting(run, "experiment").orElse("");
    }

    /**
     * What to say if a run goes to another server than the one that its configuration names; else empty.
     *
     * @param run its configuration names one, perhaps
     * @param chosen the server that it goes to
     */
    public static String otherServer(StoredRun run, MlflowAddress chosen) {
        return setting(run, "uri")
                .flatMap(uri -> MlflowAddress.of(uri, Map.of()))
                .map(MlflowAddress::toString)
                .filter(named -> !named.equals(chosen.toString()))
                .map(named -> ", though its configuration names " + named)
                .orElse("");
    }

    private Optional<String> uri() {
        return Optional.ofNullable(environment.get(MlflowAddress.URI_VARIABLE)).filter(uri -> !uri.isBlank());
    }

    private static Optional<String> setting(StoredRun run, String key) {
        try {
            Config config = ConfigFactory.parseString(run.effectiveConf());
            return config.hasPath(MLFLOW + key) ? Optional.of(config.getString(MLFLOW + key)) : Optional.empty();
        } catch (ConfigException e) {
            throw new FailedRunException(
                    "expected " + run.path() + " to hold the experiment as it was run, found that its effective.conf"
                            + " cannot be read: run the experiment again",
                    e);
        }
    }
}
