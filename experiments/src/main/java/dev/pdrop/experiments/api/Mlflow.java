// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.api;

import dev.pdrop.experiments.report.Excerpt;
import dev.pdrop.experiments.tracking.server.LoggedRun;
import dev.pdrop.experiments.tracking.server.MlflowAddress;
import dev.pdrop.experiments.tracking.server.MlflowException;
import dev.pdrop.experiments.tracking.server.MlflowServer;
import dev.pdrop.spi.FailedRunException;
import java.time.Duration;
import java.util.List;

/** An MLflow server, to read from. Used by one thread. */
public final class Mlflow implements Shown {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final MlflowServer server;

    Mlflow(MlflowAddress address) {
        this.server = new MlflowServer(address, DEADLINE);
    }

    /**
     * The arms that were logged to an MLflow experiment, those of the latest run first.
     *
     * @param experiment its name there: that of the pdrop experiment unless a file says otherwise
     * @throws FailedRunException if the server does not answer, or has no such experiment
     */
    public LoggedArms arms(String experiment) {
        return answered(() -> {
            String id = server.find(experiment)
                    .orElseThrow(() -> new FailedRunException(
                            "expected the experiment '" + experiment + "' at MLflow at " + server.address()
                                    + ", found none: run it with MLFLOW_TRACKING_URI=" + server.address()));
            // Under the names that they have in the experiment; the server's own are made to be told apart there.
            List<LoggedRun> arms = server.logged(id, "pdrop.kind", "arm").stream()
                    .map(arm -> new LoggedRun(arm.run().tag("pdrop.arm"), arm.run(), arm.metrics()))
                    .toList();
            return new LoggedArms(experiment, arms);
        });
    }

    /**
     * The version of the server.
     *
     * @throws FailedRunException if it does not answer
     */
    public String version() {
        return answered(server::version);
    }

    @Override
    public String content() {
        return Excerpt.text(List.of(toString()));
    }

    @Override
    public String toString() {
        return "MLflow " + version() + " at " + server.address();
    }

    private interface Question<T> {
        T ask() throws MlflowException;
    }

    private static <T> T answered(Question<T> question) {
        try {
            return question.ask();
        } catch (MlflowException e) {
            throw new FailedRunException(String.valueOf(e.getMessage()), e);
        }
    }
}
