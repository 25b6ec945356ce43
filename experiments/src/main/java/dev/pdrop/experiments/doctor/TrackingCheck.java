// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.doctor;

import dev.pdrop.experiments.tracking.server.MlflowAddress;
import dev.pdrop.experiments.tracking.server.MlflowException;
import dev.pdrop.experiments.tracking.server.MlflowServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The MLflow server, if one is configured: whether it answers in time and takes the credentials. */
final class TrackingCheck implements Check {

    private static final String SUBJECT = "mlflow";

    private final Optional<String> configured;
    private final Map<String, String> environment;
    private final Duration deadline;

    /**
     * A check.
     *
     * @param configured the server that a configuration names; wins over the environment
     * @param environment may name a server, and credentials, which are never shown
     * @param deadline how long the server may take to answer
     */
    TrackingCheck(Optional<String> configured, Map<String, String> environment, Duration deadline) {
        this.configured = configured;
        this.environment = environment;
        this.deadline = deadline;
    }

    /** A check that asks nobody, since runs are not to be tracked. */
    static Check off() {
        return () ->
                List.of(Finding.ok(SUBJECT, "runs are not tracked (tracking.mlflow.enabled), so no server is asked"));
    }

    @Override
    public List<Finding> findings() {
        Optional<String> address = configured
                .or(() -> Optional.ofNullable(environment.get(MlflowAddress.URI_VARIABLE)))
                .filter(text -> !text.isBlank());
        return List.of(address.map(this::look)
                .orElseGet(() -> Finding.ok(
                        SUBJECT,
                        "no server is configured (tracking.mlflow.uri or " + MlflowAddress.URI_VARIABLE
                                + "), which is fine")));
    }

    private Finding look(String text) {
        return MlflowAddress.of(text, environment)
                .map(this::ask)
                .orElseGet(() -> Finding.warn(
                        SUBJECT, "an address that is none of http or https", "write it as http://HOST:PORT"));
    }

    private Finding ask(MlflowAddress address) {
        try {
            new MlflowServer(address, deadline).answer();
            return Finding.ok(SUBJECT, address + " answers");
        } catch (MlflowException e) {
            return Finding.warn(
                    SUBJECT,
                    address + ": " + e.found(),
                    e.advice() + "; runs go on without it and pdrop sync replays them later");
        }
    }
}
