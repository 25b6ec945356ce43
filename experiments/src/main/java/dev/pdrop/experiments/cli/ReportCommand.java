// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.output.ShortPath;
import dev.pdrop.experiments.report.Report;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.toolkit.Toolkit;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pdrop report RUN}: the report of a run, written again from its folder. */
@Command(
        name = "report",
        sortOptions = false,
        description = "Write report.html of a run again, from what its folder holds, and say where it is.")
final class ReportCommand implements Callable<Integer> {

    private final Toolkit toolkit;
    private final Console console;

    @Parameters(
            paramLabel = "RUN",
            description = "A run folder, or the name of a run or an experiment in runs/: its newest complete run, or"
                    + " its newest if none is complete.")
    private String run = "";

    @Mixin
    private JsonOption json = new JsonOption();

    ReportCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    /** What was written, for machines. */
    private record Written(String run, boolean complete, String folder, String report) {}

    @Override
    public Integer call() {
        StoredRun stored = RunArgument.read(toolkit, run);
        Path report = Report.write(stored);
        if (!stored.manifest().complete()) {
            console.error()
                    .println(
                            stored.name() + " is unfinished: its report has no results yet; run its experiment again to"
                                    + " continue it");
        }
        if (json.wanted()) {
            console.out()
                    .println(JsonOption.text(new Written(
                            stored.name(),
                            stored.manifest().complete(),
                            stored.path().toString(),
                            report.toString())));
        } else {
            console.out().println("The report is " + ShortPath.of(report));
        }
        return 0;
    }
}
