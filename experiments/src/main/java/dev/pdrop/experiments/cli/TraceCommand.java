// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.engine.Seeds;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.output.WholeFile;
import dev.pdrop.experiments.plan.MethodOnModel;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.experiments.trace.Questioning;
import dev.pdrop.experiments.trace.SafetensorsWriter;
import dev.pdrop.experiments.trace.Trace;
import dev.pdrop.experiments.trace.Tracer;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pdrop trace}: one example in full detail. */
@Command(
        name = "trace",
        sortOptions = false,
        description = "Run one example and write down everything: ids, kept tokens, scores, positions, logits.")
final class TraceCommand implements Callable<Integer> {

    private final Toolkit toolkit;
    private final Console console;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Mixin
    private MethodOptions method = new MethodOptions();

    @Option(
            names = "--image",
            arity = "1..*",
            paramLabel = "FILE",
            description = "An image for each <image> of the prompt, in order.")
    private List<Path> images = new ArrayList<>();

    @Option(names = "--prompt", required = true, paramLabel = "TEXT", description = "What is said to the model.")
    private String prompt = "";

    @Option(
            names = "--raw-prompt",
            description = "Take the prompt as is: no template, only its <image> placeholders are expanded.")
    private boolean raw;

    @Option(names = "--max-new-tokens", paramLabel = "N", description = "Tokens of the answer at most.")
    private int maxNewTokens = 8;

    @Option(names = "--out", required = true, paramLabel = "FILE.json", description = "Where the trace goes.")
    private Path out = Path.of("");

    @Option(
            names = "--dump-tensors",
            paramLabel = "FILE.safetensors",
            description = "Where pixels, features and logits go.")
    private @Nullable Path tensors;

    TraceCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    @Override
    public Integer call() {
        ConfigProblems problems = new ConfigProblems();
        checkWritable("--out", out, problems);
        if (tensors != null) {
            checkWritable("--dump-tensors", tensors, problems);
        }
        MethodOnModel run = ModelRun.check(toolkit, model, method, maxNewTokens, problems);
        Conversation conversation = Questioning.conversation(prompt, images, raw);
        try (Backbone backbone = run.backbone().create()) {
            Seeds seeds = new Seeds(method.seed(), run.arm().name(), 0);
            Trace trace =
                    new Tracer(backbone, seeds, maxNewTokens).trace(run.arm().method(), conversation, tensors != null);
            WholeFile.write(out, output -> output.write(trace.json().getBytes(StandardCharsets.UTF_8)));
            if (tensors != null) {
                SafetensorsWriter.write(tensors, trace.tensors());
            }
            console.out().println(trace.text());
            console.error().println("(written to " + out + ")");
        }
        return 0;
    }

    /** Found out before a model is loaded: a trace that has nowhere to go is no use. */
    private static void checkWritable(String option, Path file, ConfigProblems problems) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder)) {
            problems.add(
                    new SourceLocation(option, 0),
                    "",
                    "expected a file in a folder that is there, found " + file + "; make the folder or choose another");
        }
    }
}
