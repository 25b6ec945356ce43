// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.engine.Seeds;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.plan.MethodOnModel;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.experiments.trace.Questioning;
import dev.pdrop.experiments.trace.Trace;
import dev.pdrop.experiments.trace.Tracer;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pdrop answer}: one question to a model. */
@Command(
        name = "answer",
        sortOptions = false,
        description = "Ask a model one question about an image. The answer goes to standard output.")
final class AnswerCommand implements Callable<Integer> {

    private final Toolkit toolkit;
    private final Console console;

    @Parameters(
            paramLabel = "QUESTION",
            description = "What is asked; an image stands in front unless <image> says where.")
    private String question = "";

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Mixin
    private MethodOptions method = new MethodOptions();

    @Option(names = "--image", paramLabel = "FILE", description = "An image; may be given more than once.")
    private List<Path> images = new ArrayList<>();

    @Option(names = "--max-new-tokens", paramLabel = "N", description = "Tokens of the answer at most.")
    private int maxNewTokens = 32;

    AnswerCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    @Override
    public Integer call() {
        MethodOnModel run = ModelRun.check(toolkit, model, method, maxNewTokens, new ConfigProblems());
        Conversation conversation = Questioning.conversation(question, images, false);
        try (Backbone backbone = run.backbone().create()) {
            Seeds seeds = new Seeds(method.seed(), run.arm().name(), 0);
            Trace trace =
                    new Tracer(backbone, seeds, maxNewTokens).trace(run.arm().method(), conversation, false);
            console.out().println(trace.text());
            console.error().println(summary(run.arm().name(), trace));
        }
        return 0;
    }

    private static String summary(String method, Trace trace) {
        return String.format(
                Locale.ROOT,
                "(%s: %d visual tokens at input, %.1f on average over the layers)",
                method,
                trace.prompt().layout().visualTokens(),
                trace.averageTokens());
    }
}
