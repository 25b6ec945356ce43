// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.toolkit.Toolkit;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine;

/** The commands. */
final class Commands {

    private Commands() {}

    /** The whole command line. A new command is one class and one line here. */
    static CommandLine commandLine(Toolkit toolkit, Console console) {
        CommandLine commandLine = new CommandLine(new RootCommand());
        for (Object command : List.of(
                new RunCommand(toolkit, console),
                new TrainCommand(toolkit, console),
                new RerunCommand(toolkit, console),
                new SyncCommand(toolkit, console),
                new UiCommand(toolkit, console),
                new RunsCommand(toolkit, console, InstantSource.system()),
                new PullCommand(toolkit, console),
                new AnswerCommand(toolkit, console),
                new ShowCommand(toolkit, console),
                new TraceCommand(toolkit, console),
                new DataCommand(toolkit, console),
                new ListCommand(toolkit, console),
                new DescribeCommand(toolkit, console),
                new ExplainCommand(toolkit, console),
                new PlanCommand(toolkit, console),
                new ReportCommand(toolkit, console),
                new NotebookCommand(toolkit, console),
                new DoctorCommand(toolkit, console),
                new CompletionCommand(toolkit, console),
                new HelpCommand(console))) {
            commandLine.addSubcommand(command);
        }
        return commandLine
                .setUsageHelpWidth(100)
                // A question may begin with @.
                .setExpandAtFiles(false)
                .setOut(console.out())
                .setErr(console.error())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failures::ofUsage)
                .setExecutionExceptionHandler(Failures::ofExecution);
    }
}
