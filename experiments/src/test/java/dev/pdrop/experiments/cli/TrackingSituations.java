// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What can be wrong when a run is sent to a server; what servers can do wrong has a table of its own. */
final class TrackingSituations {

    /** Where nothing listens. */
    private static final String NOWHERE = "http://127.0.0.1:1";

    /** Which nobody else is likely to use. */
    private static final int TAKEN = 27_311;

    private TrackingSituations() {}

    static List<ErrorSituation> all() {
        return List.of(
                new ErrorSituation("port that is none", shop -> new String[] {"notebook", "--port", "70000"}),
                new ErrorSituation("notebooks without the launcher", shop -> new String[] {"notebook", "--no-browser"}),
                new ErrorSituation("sync without a server", shop -> sync(shop)),
                new ErrorSituation("sync to what is no server", shop -> sync(shop, "--uri", "mlruns")),
                new ErrorSituation("sync to a server that is away", shop -> sync(shop, "--uri", NOWHERE)),
                new ErrorSituation("sync of no run", shop ->
                        new String[] {"sync", shop.at("runs/none").toString(), "--uri", NOWHERE}),
                new ErrorSituation(
                        "server whose address holds a password",
                        shop -> shop.runExperiment(
                                "--set", "tracking.mlflow.uri=\"http://ali:sesame@localhost:5000\"")),
                new ErrorSituation(
                        "server of neither http nor https",
                        shop -> shop.runExperiment("--set", "tracking.mlflow.uri=\"file:./mlruns\"")),
                new ErrorSituation("ui of no folder", shop ->
                        new String[] {"ui", shop.at("nowhere").toString()}),
                new ErrorSituation("ui on a port that is none", shop -> ui(shop, 70_000)),
                new ErrorSituation("ui on a port in use", shop -> {
                    ServerSocket taken = new ServerSocket(TAKEN, 1, InetAddress.getLoopbackAddress());
                    shop.closeLater(taken);
                    return ui(shop, TAKEN);
                }),
                new ErrorSituation("ui without Python", shop -> {
                    shop.withoutPython();
                    return ui(shop, TAKEN);
                }),
                new ErrorSituation("ui for what is no server", shop -> {
                    shop.environment(Map.of("MLFLOW_TRACKING_URI", "mlruns"));
                    return ui(shop, TAKEN);
                }),
                new ErrorSituation("ui for a server that is away", shop -> {
                    shop.environment(Map.of("MLFLOW_TRACKING_URI", NOWHERE));
                    return ui(shop, TAKEN);
                }));
    }

    private static String[] ui(ErrorWorkshop shop, int port) throws IOException {
        Path runs = Files.createDirectories(shop.at("runs"));
        return new String[] {"ui", runs.toString(), "--port", Integer.toString(port), "--no-browser"};
    }

    /** A run that was followed already, so that its folder remembers what a server finds it by. */
    private static String[] sync(ErrorWorkshop shop, String... more) throws IOException {
        assertThat(shop.run(shop.runExperiment("--set", "tracking.mlflow.uri=\"" + NOWHERE + "\""))
                        .code())
                .isZero();
        Path run;
        try (Stream<Path> runs = Files.list(shop.at("runs"))) {
            run = runs.findFirst().orElseThrow();
        }
        Path conf = run.resolve("effective.conf");
        Files.writeString(conf, Files.readString(conf) + "\ntracking.mlflow.uri = null\n");
        return Stream.concat(Stream.of("sync", run.toString()), Stream.of(more)).toArray(String[]::new);
    }
}
