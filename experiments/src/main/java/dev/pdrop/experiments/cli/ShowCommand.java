// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.engine.Seeds;
import dev.pdrop.engine.StageOutcome;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.output.Png;
import dev.pdrop.experiments.output.ShortPath;
import dev.pdrop.experiments.output.WholeFile;
import dev.pdrop.experiments.picture.ScoreSpan;
import dev.pdrop.experiments.picture.ShownAnswer;
import dev.pdrop.experiments.picture.StageView;
import dev.pdrop.experiments.plan.MethodOnModel;
import dev.pdrop.experiments.report.PicturePage;
import dev.pdrop.experiments.run.Software;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.experiments.trace.Questioning;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Image;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pdrop show}: pictures of what a method keeps. */
@Command(
        name = "show",
        sortOptions = false,
        description =
                "Draw what a method keeps of an image stage by stage, and how it scores it; as PNG and as a page.",
        footer = {"", "--method has to be one that reduces, such as pyramid-drop."})
final class ShowCommand implements Callable<Integer> {

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

    @Option(
            names = "--image",
            required = true,
            paramLabel = "FILE",
            description = "An image; may be given more than once.")
    private List<Path> images = new ArrayList<>();

    @Option(names = "--max-new-tokens", paramLabel = "N", description = "Tokens of the answer at most.")
    private int maxNewTokens = 32;

    @Option(
            names = "--out",
            paramLabel = "PATH",
            description =
                    "Where the picture and the page go: a folder, or a path without ending; the default is IMAGE-METHOD"
                            + " in the working folder. Only files of an earlier call are replaced.")
    private @Nullable Path out;

    @Mixin
    private JsonOption json = new JsonOption();

    ShowCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    /** What was shown, for machines. */
    private record Shown(
            String question,
            String method,
            String schedule,
            String answer,
            String unreducedAnswer,
            boolean changed,
            int visualTokens,
            double averageTokens,
            List<ShownStage> stages,
            String png,
            String html,
            boolean replaced) {}

    /** What a stage did; no scores and no margin where there are none. */
    private record ShownStage(
            int layer,
            int ranked,
            int kept,
            int unseen,
            @Nullable ScoreSpan scores,
            @Nullable Double margin) {}

    @Override
    public Integer call() {
        ConfigProblems problems = new ConfigProblems();
        MethodOnModel run = ModelRun.check(toolkit, model, method, maxNewTokens, problems);
        PictureFiles files = PictureFiles.of(out, name(run.arm().name()));
        if (run.arm().planned(run.geometry()).stages().isEmpty()) {
            problems.add(
                    new SourceLocation("--method", 0),
                    "",
                    "expected a method that reduces, found " + run.arm().name()
                            + ", which keeps every visual token in every layer; choose another one of pdrop list"
                            + " methods, such as pyramid-drop");
        }
        files.check(problems);
        problems.throwIfAny();
        Conversation conversation = Questioning.conversation(question, images, false);
        try (Backbone backbone = run.backbone().create()) {
            Seeds seeds = new Seeds(method.seed(), run.arm().name(), 0);
            ShownAnswer answer =
                    ShownAnswer.ask(backbone, seeds, maxNewTokens, run.arm().method(), question, conversation);
            boolean replaced = files.exist();
            write(files, answer, run);
            if (json.wanted()) {
                console.out().println(JsonOption.text(shown(files, answer, run, replaced)));
            } else {
                console.out().print(text(files, answer, replaced));
            }
            console.out().flush();
        }
        return 0;
    }

    private String name(String arm) {
        String image = images.get(0).toAbsolutePath().getFileName().toString();
        return image.replaceFirst("\\.[^.]*$", "") + "-" + arm.replace(' ', '-');
    }

    private void write(PictureFiles files, ShownAnswer answer, MethodOnModel run) {
        String description = answer.question() + "\n" + answer.method() + ": "
                + answer.reduced().text() + "\nunreduced: " + answer.unreduced().text();
        WholeFile.write(
                files.png(), output -> Png.write(answer.sheet().pixels(), PicturePage.GENERATOR, description, output));
        String page = PicturePage.text(answer, run.arm().ranker(), facts(answer, run));
        WholeFile.write(files.html(), output -> output.write(page.getBytes(StandardCharsets.UTF_8)));
    }

    private List<List<String>> facts(ShownAnswer answer, MethodOnModel run) {
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of("model", model.folder().toString()));
        for (Image image : answer.reduced().prompt().images()) {
            facts.add(List.of("image", image.toString()));
        }
        facts.add(List.of("method", answer.method()));
        facts.add(List.of("ranker", run.arm().ranker()));
        facts.add(List.of("schedule", run.arm().schedule()));
        facts.add(List.of("positions", run.arm().method().positions().name().toLowerCase(Locale.ROOT)));
        facts.add(List.of("seed", Long.toString(method.seed())));
        facts.add(List.of("written by", "pdrop " + Software.installed().pdrop()));
        return facts;
    }

    private static String text(PictureFiles files, ShownAnswer answer, boolean replaced) {
        int width = Math.max(answer.method().length(), "unreduced".length());
        String row = "%-" + width + "s  %s%n";
        StringBuilder text = new StringBuilder();
        text.append(String.format(row, answer.method(), answer.reduced().text()));
        text.append(String.format(row, "unreduced", answer.unreduced().text()));
        for (StageOutcome stage : answer.reduced().stages()) {
            text.append(String.format(
                    Locale.ROOT,
                    "before layer %d: %d of %d visual tokens stay%n",
                    StageView.layer(stage),
                    stage.kept().length,
                    stage.before().length));
        }
        text.append(String.format(
                Locale.ROOT,
                "%.1f of %d on average over the layers%n",
                answer.reduced().averageTokens(),
                answer.reduced().prompt().layout().visualTokens()));
        if (answer.unseen() > 0) {
            text.append(String.format("%d of them show no part of an image%n", answer.unseen()));
        }
        text.append(String.format(
                "The picture is %s, the page %s%s%n",
                ShortPath.of(files.png()), ShortPath.of(files.html()), replaced ? ", in place of earlier ones" : ""));
        return text.toString();
    }

    private static Shown shown(PictureFiles files, ShownAnswer answer, MethodOnModel run, boolean replaced) {
        List<ShownStage> stages = new ArrayList<>();
        for (StageOutcome stage : answer.reduced().stages()) {
            stages.add(new ShownStage(
                    StageView.layer(stage),
                    stage.before().length,
                    stage.kept().length,
                    answer.unseen(stages.size()),
                    ScoreSpan.of(stage).orElse(null),
                    Double.isNaN(stage.margin()) ? null : stage.margin()));
        }
        return new Shown(
                answer.question(),
                answer.method(),
                run.arm().schedule(),
                answer.reduced().text(),
                answer.unreduced().text(),
                answer.changed(),
                answer.reduced().prompt().layout().visualTokens(),
                answer.reduced().averageTokens(),
                stages,
                files.png().toString(),
                files.html().toString(),
                replaced);
    }
}
