// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.course;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.pdrop.engine.LessonPass;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.Seeds;
import dev.pdrop.experiments.train.data.PatchTargets;
import dev.pdrop.experiments.train.data.PatchVocabulary;
import dev.pdrop.experiments.train.data.TrainingBatch;
import dev.pdrop.spi.Lesson;
import dev.pdrop.spi.LessonLoss;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.TrainableBackbone;
import dev.pdrop.spi.VisualFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Teaches answers. An answer counts as right if every one of its tokens, the ending one included, is the likeliest
 * after the right ones before it: exactly then greedy decoding writes it.
 */
public final class LessonCourse implements Course {

    private static final String ARM = "training";

    private final TrainableBackbone backbone;
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
        VisualFeatures features = backbone.encode(batch.images(), Set.of());
        LessonLoss answers = pass.run(batch.prompts(), features, names(batch, "step " + step));
        NDManager scope = backbone.newManager();
        NDArray loss = answers.mean();
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
        return new Forward(loss, List.of(scope::close, answers::close, features::close));
    }

    @Override
    public void examine(TrainingBatch batch, Tally tally) {
        try (VisualFeatures features = backbone.encode(batch.images(), Set.of());
                LessonLoss answers = pass.run(batch.prompts(), features, names(batch, "examination"))) {
            tally.add(answers.mean().getFloat());
            for (int example = 0; example < batch.prompts().size(); example++) {
                count(batch.prompts().get(example), batch.types().get(example), answers.predicted(example), tally);
            }
        }
    }

    private static void count(Prompt prompt, List<String> types, int[] said, Tally tally) {
        Lesson lesson = prompt.lesson().orElseThrow();
        int[] rows = lesson.learningRows();
        int[] targets = lesson.targets();
        int[] segments = lesson.segments();
        boolean[] wrong = new boolean[types.size()];
        for (int i = 0; i < rows.length; i++) {
            wrong[segments[rows[i]] - 1] |= said[i] != targets[rows[i]];
        }
        Map<String, List<Boolean>> byType = new TreeMap<>();
        for (int question = 0; question < wrong.length; question++) {
            byType.computeIfAbsent(types.get(question), unused -> new ArrayList<>())
                    .add(!wrong[question]);
        }
        byType.forEach((type, right) ->
                tally.add(type, (int) right.stream().filter(one -> one).count(), right.size()));
    }

    private static List<String> names(TrainingBatch batch, String when) {
        return IntStream.range(0, batch.prompts().size())
                .mapToObj(example -> when + ", example " + example)
                .toList();
    }

    @Override
    public void close() {
        alignment.ifPresent(own -> own.reader().close());
    }
}
