// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.doctor.Doctor;
import dev.pdrop.experiments.doctor.Finding;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.plan.ExperimentReader;
import dev.pdrop.experiments.plan.MlflowSettings;
import dev.pdrop.experiments.plan.TrackingSettings;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.spi.ErrorKind;
import dev.pdrop.spi.PdropException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pdrop doctor}: what would keep an experiment from running well on this machine. */
@Command(
        name = "doctor",
        sortOptions = false,
        description = "Look at Java, processor, native library, plugins, disk and MLflow, and say what to do.",
        footer = {"", "Exit codes: 0 experiments can run (ok, warn), 4 something that they need fails."})
final class DoctorCommand implements Callable<Integer> {

    private static final String EMBEDDED = "quickstart";

    private final Toolkit toolkit;
    private final Console console;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The experiment whose run folder and tracking server are looked at.")
    private @Nullable String file;

    @Mixin
    private JsonOption json = new JsonOption();

    DoctorCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    /** The findings for machines. */
    private record Diagnosis(String status, List<Line> findings) {}

    /** A finding for machines. */
    private record Line(String subject, String status, String found, String advice) {}

    @Override
    public Integer call() {
        Doctor doctor = new Doctor(subjects());
        List<Finding> findings = new ArrayList<>();
        doctor.examine(finding -> {
            findings.add(finding);
            if (!json.wanted()) {
                print(finding);
            }
        });
        Finding.Status worst =
                findings.stream().map(Finding::status).max(Enum::compareTo).orElse(Finding.Status.OK);
        if (json.wanted()) {
            console.out()
                    .println(JsonOption.text(new Diagnosis(
                            name(worst),
                            findings.stream().map(DoctorCommand::line).toList())));
        }
        return worst == Finding.Status.FAIL ? Failures.exitCode(ErrorKind.RUN) : 0;
    }

    private void print(Finding finding) {
        console.out()
                .printf(Locale.ROOT, "%-4s  %-14s  %s%n", name(finding.status()), finding.subject(), finding.found());
        if (!finding.advice().isEmpty()) {
            console.out().println(" ".repeat(22) + "-> " + finding.advice());
        }
        console.out().flush();
    }

    private static Line line(Finding finding) {
        return new Line(finding.subject(), name(finding.status()), finding.found(), finding.advice());
    }

    private static String name(Finding.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private Doctor.Subjects subjects() {
        Optional<ExperimentPlan> plan = Optional.ofNullable(file).map(this::plan);
        Optional<ExperimentPlan> followed = plan.or(this::embedded);
        Optional<MlflowSettings> mlflow =
                followed.flatMap(ExperimentPlan::tracking).map(TrackingSettings::mlflow);
        return new Doctor.Subjects(
                toolkit.environment(),
                plan.map(ExperimentPlan::output).orElse(RunArgument.runs(toolkit)),
                toolkit::catalog,
                () -> plan(EMBEDDED).backbone().create(),
                followed.isEmpty() || mlflow.filter(MlflowSettings::enabled).isPresent(),
                mlflow.flatMap(MlflowSettings::uri));
    }

    private ExperimentPlan plan(String experiment) {
        return toolkit.injector().getInstance(ExperimentReader.class).read(experiment, List.of());
    }

    /** What every experiment starts from may name a server; if it cannot be read, other checks say so. */
    private Optional<ExperimentPlan> embedded() {
        try {
            return Optional.of(plan(EMBEDDED));
        } catch (PdropException e) {
            return Optional.empty();
        }
    }
}
