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
import dev.pdrop.spi.Example;
import dev.pdrop.spi.Lesson;
import dev.pdrop.spi.LessonLoss;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.TrainableBackbone;
import dev.pdrop.spi.VisualFeatures;
import java.util.ArrayList;
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
    private final Optional<Alignment> alignment;

    /** What goes on being taught about patches beside the answers. */
    private record Alignment(PatchReader reader, PatchLoss loss, double weight, double linearFrom) {}

    /**
     * A course.
     *
     * @param method by which visual tokens are reduced while learning and examining; empty for not at all
     * @param seed of rankers that draw random numbers
     * @param alignment describes patches, if what they show goes on being taught
     * @param weight of that at the beginning; falls to 0 in a line
     * @param linearFrom share of the steps from which what is read by a linear map is taught; the map is 0 until then,
     *     so that nothing of the model changes for it
     */
    public LessonCourse(
            TrainableBackbone backbone,
            Optional<Method> method,
            long seed,
            Optional<PatchVocabulary> alignment,
            double weight,
            double linearFrom) {
        this.backbone = backbone;
        this.method = method;
        this.pass = new LessonPass(backbone, method, new Seeds(seed, ARM, 0));
        this.alignment = alignment.map(
                words -> new Alignment(new WordReader(words, backbone), new PatchLoss(words), weight, linearFrom));
    }

    @Override
    public List<Parameter> aids() {
        return alignment.map(own -> own.reader().aids()).orElse(List.of());
    }

    @Override
    public Forward forward(TrainingBatch batch, double done, int step) {
        try (Forward.Holding held = new Forward.Holding()) {
            VisualFeatures features = backbone.encode(batch.images(), Set.of());
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
        if (alignment.isPresent() && batch.patches().isPresent()) {
            Alignment own = alignment.get();
            PatchTargets targets = batch.patches().get();
            NDArray rows = own.reader().rows(features, batch.images(), scope);
            NDArray logits = own.reader().read(rows, scope);
            float weight = (float) (own.weight() * (1 - done));
            if (!own.reader().aids().isEmpty() && done >= own.linearFrom()) {
                NDArray gradient = own.loss().gradient(logits.stopGradient(), targets, scope);
                own.reader().learn(rows.stopGradient(), gradient.mul(weight));
            }
            loss = own.loss().of(logits, targets, scope).mul(weight).add(loss);
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
        alignment.ifPresent(own -> own.reader().close());
    }
}
