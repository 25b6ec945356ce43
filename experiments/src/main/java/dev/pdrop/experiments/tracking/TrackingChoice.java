// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.plan.MlflowSettings;
import dev.pdrop.experiments.plan.TrackingSettings;
import dev.pdrop.experiments.tracking.server.MlflowAddress;
import dev.pdrop.experiments.train.TrainingFiles;
import dev.pdrop.experiments.train.plan.TrainingPlan;
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

    /** A training takes longer, and wants its processors for itself. */
    private static final Duration TRAINING_INTERVAL = Duration.ofSeconds(10);

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
        return told(plan.tracking(), "run", people)
                .<Tracking>map(to -> new LiveTracking(
                        to.address(), to.settings(), INTERVAL, InstantSource.system(), System::nanoTime, people))
                .orElseGet(Tracking::none);
    }

    /**
     * What follows a training that begins.
     *
     * @param plan what will be trained; says who is to be told
     * @param people is told of what becomes of it
     */
    public TrainingTracking begin(TrainingPlan plan, Notices people) {
        Optional<Teller> teller = told(plan.tracking(), "training", people)
                .map(to -> new Teller(to.address(), to.settings(), TRAINING_INTERVAL, System::nanoTime, people));
        return new TrainingTracking(new TrainingFiles(plan.folder()), InstantSource.system(), teller);
    }

    /** Who is told, and how. */
    private record Told(MlflowAddress address, MlflowSettings settings) {}

    private Optional<Told> told(Optional<TrackingSettings> tracking, String what, Notices people) {
        Optional<MlflowSettings> mlflow = tracking.map(TrackingSettings::mlflow).filter(MlflowSettings::enabled);
        Optional<String> named = mlflow.flatMap(settings -> settings.uri().or(this::uri));
        Optional<MlflowAddress> address = named.flatMap(uri -> MlflowAddress.of(uri, environment));
        if (named.isPresent() && address.isEmpty()) {
            people.problem("expected " + MlflowAddress.URI_VARIABLE
                    + " to be the address of an MLflow server, found something else: write it as http://HOST:PORT; the "
                    + what + " goes on and is not tracked");
        }
        return address.map(to -> new Told(to, mlflow.orElseThrow()));
    }

    /**
     * The server that a finished run or training is sent to.
     *
     * @param folder its configuration names one, perhaps
     * @param asked named by the user, before all others; empty if none is
     * @throws FailedRunException if nothing names a server
     */
    public MlflowAddress address(SentFolder folder, String asked) {
        String uri = asked.isEmpty() ? setting(folder, "uri").or(this::uri).orElse("") : asked;
        return MlflowAddress.of(uri, environment)
                .orElseThrow(() -> new FailedRunException("expected the address of an MLflow server, found "
                        + (uri.isEmpty() ? "none" : "what is none of http or https")
                        + ": give --uri http://HOST:PORT, or set "
                        + MlflowAddress.URI_VARIABLE));
    }

    /**
     * The server that a program reads from.
     *
     * @param asked named by the program; empty for that of the environment
     * @throws FailedRunException if nothing names a server
     */
    public MlflowAddress address(String asked) {
        String uri = asked.isEmpty() ? uri().orElse("") : asked;
        return MlflowAddress.of(uri, environment)
                .orElseThrow(() -> new FailedRunException("expected the address of an MLflow server, found "
                        + (uri.isEmpty() ? "none" : "what is none of http or https")
                        + ": start one with ./pdrop ui in another terminal, and give the address that it prints as "
                        + MlflowAddress.URI_VARIABLE + "=http://HOST:PORT before the program starts"));
    }

    /**
     * MLflow's experiment that takes a finished run or training; empty for the name of ours.
     *
     * @param folder its configuration names one, perhaps
     */
    public static String experiment(SentFolder folder) {
        return setting(folder, "experiment").orElse("");
    }

    /**
     * What to say if something goes to another server than the one that its configuration names; else empty.
     *
     * @param folder its configuration names one, perhaps
     * @param chosen the server that it goes to
     */
    public static String otherServer(SentFolder folder, MlflowAddress chosen) {
        return setting(folder, "uri")
                .flatMap(uri -> MlflowAddress.of(uri, Map.of()))
                .map(MlflowAddress::toString)
                .filter(named -> !named.equals(chosen.toString()))
                .map(named -> ", though its configuration names " + named)
                .orElse("");
    }

    private Optional<String> uri() {
        return Optional.ofNullable(environment.get(MlflowAddress.URI_VARIABLE)).filter(uri -> !uri.isBlank());
    }

    private static Optional<String> setting(SentFolder folder, String key) {
        try {
            Config config = ConfigFactory.parseString(folder.effectiveConf());
            return config.hasPath(MLFLOW + key) ? Optional.of(config.getString(MLFLOW + key)) : Optional.empty();
        } catch (ConfigException e) {
            throw new FailedRunException(
                    "expected " + folder.path() + " to hold what was run as it was run, found that its effective.conf"
                            + " cannot be read: run the same command again",
                    e);
        }
    }
}
