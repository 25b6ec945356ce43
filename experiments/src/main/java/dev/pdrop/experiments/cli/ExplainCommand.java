// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.google.inject.Injector;
import dev.pdrop.experiments.cli.Explained.Block;
import dev.pdrop.experiments.plan.ExperimentReader;
import dev.pdrop.experiments.run.RunModule;
import dev.pdrop.experiments.run.Software;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.experiments.train.TrainModule;
import dev.pdrop.experiments.train.plan.TrainingReader;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pdrop explain FILE}: every setting of an experiment or a training as it holds, and where it was set. */
@Command(
        name = "explain",
        sortOptions = false,
        description = "Show every setting of an experiment or a training as it holds, and the file and line, flag or"
                + " plugin that set it.")
final class ExplainCommand implements Callable<Integer> {

    private final Toolkit toolkit;
    private final Console console;

    @Parameters(
            paramLabel = "FILE",
            description = {
                "An experiment or training file, or the name of one of pdrop list;",
                "a name that both have is the experiment's."
            })
    private String file = "";

    @Mixin
    private SetOption settings = new SetOption();

    @Mixin
    private JsonOption json = new JsonOption();

    ExplainCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    @Override
    public Integer call() {
        Explained explained = explained();
        if (json.wanted()) {
            console.out().println(JsonOption.text(explained.json()));
        } else {
            print(explained);
        }
        return 0;
    }

    private Explained explained() {
        Injector injector = toolkit.injector(new RunModule(Software.installed()), new TrainModule());
        if (toolkit.groups().isTraining(file)) {
            TrainingReader trainings = injector.getInstance(TrainingReader.class);
            return trainings
                    .experiment(file, settings.overrides())
                    .map(ExplainedTrainings::of)
                    .orElseGet(() -> ExplainedTraining.of(trainings.read(file, settings.overrides())));
        }
        return ExplainedExperiment.of(
                injector.getInstance(ExperimentReader.class).read(file, settings.overrides()));
    }

    private void print(Explained explained) {
        PrintWriter out = console.out();
        List<Block> blocks = explained.blocks();
        out.println("# " + explained.title());
        out.println("# Each value is followed by where it was set. A line above a block says what holds where settings"
                + " exclude each other.");
        int path = width(blocks.stream().flatMap(ExplainCommand::paths));
        int value = width(blocks.stream().flatMap(ExplainCommand::shortValues));
        for (Block block : blocks) {
            out.println();
            if (!block.holds().isEmpty()) {
                out.println("# " + block.path() + ": " + block.holds());
            }
            if (block.settings().isEmpty() && !block.path().isEmpty()) {
                out.println(block.path() + " {}");
            }
            for (Setting setting : block.settings()) {
                out.println(padded(setting.path(), path) + " = " + padded(setting.value(), value) + "  # "
                        + setting.where());
            }
        }
        out.flush();
    }

    private static Stream<String> paths(Block block) {
        return block.settings().stream().map(Setting::path);
    }

    /** A long question does not push all other lines to the right. */
    private static Stream<String> shortValues(Block block) {
        return block.settings().stream().map(Setting::value).filter(value -> value.length() <= 40);
    }

    private static int width(Stream<String> texts) {
        return texts.mapToInt(String::length).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
