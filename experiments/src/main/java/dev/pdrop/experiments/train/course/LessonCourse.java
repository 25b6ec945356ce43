// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.course;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.pdrop.engine.Asked;
import dev.pdrop.engine.LessonPass;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.Seeds;
import dev.pdrop.experiments.train.data.ImageGroup;
import dev.pdrop.experiments.train.data.PatchTargets;
import dev.pdrop.experiments.train.data.PatchVocabulary;
import dev.pdrop.experiments.train.data.TrainingBatch;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.Lesson;
import dev.pdrop.spi.LessonLoss;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.TrainableBackbone;
import dev.pdrop.spi.VisualFeatures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Teaches answers. An answer counts as right if every one of its tokens, the ending one included, is the likeliest
 * after the right ones before it.
 *
 * <p>Without a reduction it is exactly then that greedy decoding writes it. Under one that holds of a single question
 * in a sequence; several share what one ranking keeps for all of them, and each alone might keep something else.
 */
public final class LessonCourse implements Course {

    private static final String ARM = "training";

    private final TrainableBackbone backbone;
    private final Optional<Method> method;
    private final LessonPass pass;
    private final List<Task> tasks = new ArrayList<>();

    /**
     * What goes on being taught about patches beside the answers.
     *
     * @param patches what they show
     * @param alignment weight of what projected features point to, at the beginning; falls to 0 in a line
     * @param linearFrom share of the steps from which what is read of these by a linear map is taught, 1 for never; the
     *     map is 0 until then, so that nothing of the model changes for it
     * @param tower weight of what is read off the tower by a linear map, from the first step to the last
     */
    public record Beside(PatchVocabulary patches, double alignment, double linearFrom, double tower) {}

    /**
     * Something that patches are asked for.
     *
     * @param first weight at the beginning
     * @param falls whether the weight falls to 0 in a line, or stays
     * @param linearFrom share of the steps from which what is read by a linear map counts
     */
    private record Task(PatchReader reader, PatchLoss loss, double first, boolean falls, double linearFrom) {

        float weight(double done) {
            return (float) (falls ? first * (1 - done) : first);
        }

        boolean linear(double done) {
            return done >= linearFrom;
        }
    }

    /**
     * A course.
     *
     * @param method by which visual tokens are reduced while learning and examining; empty for not at all
     * @param seed of rankers that draw random numbers
     * @param beside what patches show, if that goes on being taught
     */
    public LessonCourse(TrainableBackbone backbone, Optional<Method> method, long seed, Optional<Beside> beside) {
        this.backbone = backbone;
        this.method = method;
        this.pass = new LessonPass(backbone, method, new Seeds(seed, ARM, 0));
        beside.ifPresent(this::add);
    }

    private void add(Beside beside) {
        PatchLoss loss = new PatchLoss(beside.patches());
        if (beside.alignment() > 0) {
            PatchReader reader = new WordReader(beside.patches(), backbone);
            tasks.add(new Task(reader, loss, beside.alignment(), true, beside.linearFrom()));
        }
        if (beside.tower() > 0) {
            tasks.add(new Task(new LinearReader(beside.patches(), backbone), loss, beside.tower(), false, 0));
        }
    }

    @Override
    public List<Parameter> aids() {
        return tasks.stream().flatMap(task -> task.reader().aids().stream()).toList();
    }

    @Override
    public Forward forward(TrainingBatch batch, double done, int step) {
        try (Forward.Holding held = new Forward.Holding()) {
            Set<Capture> needs = new HashSet<>();
            tasks.forEach(task -> needs.addAll(task.reader().needs()));
            VisualFeatures features = backbone.encode(batch.images(), needs);
            held.add(features::close);
            LessonLoss answers = pass.run(batch.prompts(), features, names(batch, step));
            held.add(answers::close);
            NDManager scope = backbone.newManager();
            held.add(scope::close);
            return held.over(loss(batch, done, features, answers.mean(), scope));
        }
    }

    private NDArray loss(TrainingBatch batch, double done, VisualFeatures features, NDArray answers, NDManager scope) {
        NDArray loss = answers;
        if (batch.patches().isEmpty()) {
            return loss;
        }
        PatchTargets targets = batch.patches().get();
        for (Task task : tasks) {
            NDArray rows = task.reader().rows(features, batch.images(), scope);
            NDArray logits = task.reader().read(rows, scope);
            // Not a number: of one, DJL makes an array for the time of the multiplication alone, and takes back the
            // memory that the way back reads it from.
            NDArray weight = scope.create(task.weight(done));
            if (task.linear(done) && !task.reader().aids().isEmpty()) {
                NDArray gradient = task.loss().gradient(logits.stopGradient(), targets, scope);
                task.reader().learn(rows.stopGradient(), gradient.mul(weight));
            }
            loss = task.loss()
                    .of(logits, targets, task.linear(done), scope)
                    .mul(weight)
                    .add(loss);
        }
        return loss;
    }

    @Override
    public void examine(TrainingBatch batch, Tally tally) {
        try (VisualFeatures features = backbone.encode(batch.images(), Set.of());
                LessonLoss answers = pass.run(batch.prompts(), features, names(batch))) {
            tally.add(answers.mean().getFloat());
            for (int example = 0; example < batch.prompts().size(); example++) {
                count(batch.prompts().get(example), batch.groups().get(example), answers.predicted(example), tally);
            }
        }
    }

    private static void count(Prompt prompt, ImageGroup group, int[] said, Tally tally) {
        Lesson lesson = prompt.lesson().orElseThrow();
        int[] rows = lesson.learningRows();
        int[] targets = lesson.targets();
        int[] segments = lesson.segments();
        boolean[] wrong = new boolean[group.examples().size()];
        for (int i = 0; i < rows.length; i++) {
            wrong[segments[rows[i]] - 1] |= said[i] != targets[rows[i]];
        }
        for (int question = 0; question < wrong.length; question++) {
            Example example = group.examples().get(question);
            Object image = group.images().isEmpty() ? example.id() : group.images();
            tally.add(image, example.type(), wrong[question] ? 0 : 1, 1);
        }
    }

    /** In each step others are drawn, so that not the same tokens are lacking whenever an image comes again. */
    private static List<String> names(TrainingBatch batch, int step) {
        return IntStream.range(0, batch.prompts().size())
                .mapToObj(example -> "step " + step + ", example " + example)
                .toList();
    }

    /** Whatever batch a question is examined in, it draws the same, as it does where a method answers questions. */
    private List<String> names(TrainingBatch batch) {
        List<Asked> asked = new ArrayList<>();
        for (int example = 0; example < batch.prompts().size(); example++) {
            ImageGroup group = batch.groups().get(example);
            asked.add(new Asked(group.ids(), group.imageNames(), batch.prompts().get(example)));
        }
        return method.map(by -> by.names(asked))
                .orElseGet(() -> asked.stream().map(Asked::id).toList());
    }

    @Override
    public void close() {
        tasks.forEach(task -> task.reader().close());
    }
}
