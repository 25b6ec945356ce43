// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.plan.ExperimentReader;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pdrop explain FILE}: every setting of an experiment as it holds, and where it was set. */
@Command(
        name = "explain",
        sortOptions = false,
        description =
                "Show every setting of an experiment as it holds, and the file and line, flag or plugin that set it.")
final class ExplainCommand implements Callable<Integer> {

    private final Toolkit toolkit;
    private final Console console;

    @Mixin
    private ExperimentOptions experiment = new ExperimentOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    ExplainCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    /** Settings that belong together; {@code holds} says what applies where one setting overrides another. */
    private record Block(String path, String holds, List<Setting> settings) {}

    /** An arm for machines. */
    private record Arm(String arm, String ranker, String schedule, String positions) {}

    /** Everything for machines. */
    private record Explanation(String source, String name, String question, List<Arm> arms, List<Setting> settings) {}

    @Override
    public Integer call() {
        ExperimentPlan plan = experiment.plan(toolkit.injector().getInstance(ExperimentReader.class));
        List<Block> blocks = blocks(plan);
        if (json.wanted()) {
            console.out().println(JsonOption.text(explanation(plan, blocks)));
        } else {
            print(plan, blocks);
        }
        return 0;
    }

    private static Explanation explanation(ExperimentPlan plan, List<Block> blocks) {
        return new Explanation(
                plan.source(),
                plan.name(),
                plan.question(),
                plan.arms().stream()
                        .map(arm -> new Arm(arm.name(), arm.ranker(), arm.schedule(), positions(arm)))
                        .toList(),
                blocks.stream().flatMap(block -> block.settings().stream()).toList());
    }

    private static List<Block> blocks(ExperimentPlan plan) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block("", "", Setting.of("", plan.settings())));
        blocks.add(
                new Block("backbone", "", Setting.of("backbone", plan.backbone().effective())));
        blocks.add(new Block("dataset", "", Setting.of("dataset", plan.dataset().effective())));
        for (ArmPlan arm : plan.arms()) {
            String path = Setting.join("arms", arm.name());
            blocks.add(new Block(path, holds(arm), Setting.of(path, arm.config())));
        }
        return blocks;
    }

    private static String holds(ArmPlan arm) {
        return "ranker " + arm.ranker() + ", positions " + positions(arm) + ", schedule: " + arm.schedule();
    }

    private static String positions(ArmPlan arm) {
        return arm.method().positions().name().toLowerCase(Locale.ROOT);
    }

    private void print(ExperimentPlan plan, List<Block> blocks) {
        PrintWriter out = console.out();
        out.println("# " + plan.name() + ": " + plan.question());
        out.println("# Each value is followed by where it was set. The line above an arm says what holds where settings"
                + " exclude each other.");
        int path = width(blocks.stream().flatMap(ExplainCommand::paths));
        int value = width(blocks.stream().flatMap(ExplainCommand::shortValues));
        for (Block block : blocks) {
            out.println();
            if (!block.holds().isEmpty()) {
                out.println("# " + block.path() + ": " + block.holds());
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
