// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.benchmarks;

import com.google.inject.Injector;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.plan.ExperimentReader;
import dev.pdrop.experiments.run.HeldRun;
import dev.pdrop.experiments.run.RunListener;
import dev.pdrop.experiments.run.RunModule;
import dev.pdrop.experiments.run.Runner;
import dev.pdrop.experiments.run.Software;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.toolkit.Home;
import dev.pdrop.experiments.toolkit.Toolkit;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Times whole grids of arms on the embedded checkpoint, four questions an image: shared against separate runs, in turn
 * in one process by the time in the engine; and, if asked for, the declared arms against one process an arm, by its
 * time in the engine and by the clock.
 *
 * <p>Separate runs here encode the images of a batch once for all arms, as {@code --no-sharing} does; one process an
 * arm encodes them for each.
 */
public final class SharingBenchmark {

    /** Where the script that starts this says that pdrop stands. */
    private static final Path HOME = Path.of(System.getProperty("pdrop.home", ""));

    private static final List<String> GRIDS = List.of("equal-budget", "lambda");
    private static final int QUESTIONS = 200;
    private static final int ROUNDS = 3;
    private static final int WARM_UP_QUESTIONS = 32;

    /** One way through a grid. */
    private record Timed(double engineSeconds, double clockSeconds) {}

    private final Path output;
    private final Injector injector;

    private SharingBenchmark(Path output) {
        this.output = output;
        this.injector = new Toolkit(new Home(HOME), SharingBenchmark.class.getClassLoader())
                .injector(new RunModule(Software.of("benchmark", "", true)));
    }

    /**
     * Runs it.
     *
     * @param arguments questions of each grid, rounds, and {@code processes} for one process an arm; all may be left
     *     out
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int questions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : QUESTIONS;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : ROUNDS;
        boolean processes = arguments.length > 2 && arguments[2].equals("processes");
        Path output = Files.createTempDirectory("pdrop-sharing");
        SharingBenchmark benchmark = new SharingBenchmark(output);
        try {
            for (String grid : GRIDS) {
                benchmark.time(grid, questions, rounds, processes, System.out);
            }
        } finally {
            delete(output);
        }
    }

    private void time(String grid, int questions, int rounds, boolean processes, PrintStream out)
            throws IOException, InterruptedException {
        ExperimentPlan shared = plan(grid, questions, true);
        ExperimentPlan separate = plan(grid, questions, false);
        run(plan(grid, WARM_UP_QUESTIONS, true));
        run(plan(grid, WARM_UP_QUESTIONS, false));
        out.printf(
                Locale.ROOT,
                "%s: %d arms, asked %d times, %d questions%n",
                grid,
                shared.arms().size(),
                shared.asked(),
                questions);
        List<Double> together = new ArrayList<>();
        List<Double> apart = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            together.add(run(shared).engineSeconds());
            apart.add(run(separate).engineSeconds());
            out.printf(
                    Locale.ROOT,
                    "  round %d: shared %.2f s, separate %.2f s in the engine, %.2f times%n",
                    round + 1,
                    together.get(round),
                    apart.get(round),
                    apart.get(round) / together.get(round));
        }
        out.printf(
                Locale.ROOT,
                "  median: shared %.2f s, separate %.2f s, %.2f times%n",
                median(together),
                median(apart),
                median(apart) / median(together));
        if (processes) {
            declaredAlone(grid, questions, out);
        }
    }

    /** Attached controls are no arms of a file, and leave the comparison with one process an arm. */
    private void declaredAlone(String grid, int questions, PrintStream out) throws IOException, InterruptedException {
        ExperimentPlan declared = plan(grid, questions, true, "controls=none");
        double together = run(declared).engineSeconds();
        Timed one = inProcesses(declared);
        out.printf(
                Locale.ROOT,
                "  its %d declared arms: shared %.2f s; one process an arm: %.2f s in the engine, %.2f times; %.2f s by the"
                        + " clock%n",
                declared.arms().size(),
                together,
                one.engineSeconds(),
                one.engineSeconds() / together,
                one.clockSeconds());
    }

    private ExperimentPlan plan(String grid, int questions, boolean sharing, String... more) {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.addAll(List.of(
                "dataset.limit=" + questions,
                "engine.sharing=" + sharing,
                "diagnose=null",
                "tracking.mlflow.enabled=false",
                "output=\"" + output + "\""));
        return injector.getInstance(ExperimentReader.class).read(grid, settings);
    }

    private Timed run(ExperimentPlan plan) {
        long start = System.nanoTime();
        try (HeldRun run = injector.getInstance(Runner.class).hold(plan, true)) {
            Path folder = run.run(new RunListener() {}).folder();
            return new Timed(engineSeconds(folder), secondsSince(start));
        }
    }

    /** Each arm of a plan in a process of its own, started like the command line. */
    private Timed inProcesses(ExperimentPlan plan) throws IOException, InterruptedException {
        double engine = 0;
        long start = System.nanoTime();
        for (ArmPlan arm : plan.arms()) {
            Path runs = Files.createTempDirectory(output, "arm");
            Path file = Files.writeString(runs.resolve("one.conf"), only(arm, plan));
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "-Dpdrop.home=" + HOME,
                            "dev.pdrop.experiments.cli.Main",
                            "run",
                            file.toString(),
                            "--quiet",
                            "--set",
                            "output=\"" + runs + "\"")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("the process of arm " + arm.name() + " failed");
            }
            engine += engineSeconds(onlyFolder(runs));
        }
        return new Timed(engine, secondsSince(start));
    }

    /** The same experiment with one arm, as if nobody knew of the others: questions of an image do not share it. */
    private static String only(ArmPlan arm, ExperimentPlan plan) {
        Config whole = ConfigFactory.parseString(plan.effectiveText());
        return whole.withValue("arms", whole.getObject("arms").withOnlyKey(arm.name()))
                .withValue("engine.sharing", ConfigValueFactory.fromAnyRef(false))
                .root()
                .render();
    }

    private static double engineSeconds(Path run) {
        return StoredRun.read(run).manifest().engineSeconds();
    }

    private static Path onlyFolder(Path parent) throws IOException {
        try (var folders = Files.list(parent)) {
            return folders.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
