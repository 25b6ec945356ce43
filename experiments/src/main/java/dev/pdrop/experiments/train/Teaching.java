// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import dev.pdrop.engine.Method;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.experiments.train.course.Course;
import dev.pdrop.experiments.train.course.LessonCourse;
import dev.pdrop.experiments.train.course.PatchCourse;
import dev.pdrop.experiments.train.data.BatchMaker;
import dev.pdrop.experiments.train.data.BatchStream;
import dev.pdrop.experiments.train.data.LessonMaker;
import dev.pdrop.experiments.train.data.PatchVocabulary;
import dev.pdrop.experiments.train.data.Position;
import dev.pdrop.experiments.train.data.Turns;
import dev.pdrop.experiments.train.plan.StagePlan;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.TrainableBackbone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A stage's course with the batches that it is taught and examined by. Close it. */
final class Teaching implements AutoCloseable {

    private final Session session;
    private final StagePlan stage;
    private final Optional<PatchVocabulary> vocabulary;
    private final BatchMaker maker;
    private final Course course;

    Teaching(Session session, StagePlan stage) {
        this.session = session;
        this.stage = stage;
        this.vocabulary = vocabulary(session.plan(), stage, session.dataset(), session.backbone());
        this.maker = maker(stage.turns());
        this.course = course(stage.reduction().map(ArmPlan::method));
    }

    /**
     * What a stage asks of patches; empty if it asks nothing.
     *
     * @throws dev.pdrop.spi.InvalidDataException if the images of the data set do not tell
     */
    static Optional<PatchVocabulary> vocabulary(
            TrainingPlan plan, StagePlan stage, Dataset dataset, TrainableBackbone backbone) {
        if (stage.kind().answers() && stage.alignment() == 0 && stage.tower() == 0) {
            return Optional.empty();
        }
        return Optional.of(PatchVocabulary.of(
                dataset,
                backbone.geometry().vision().visualTokens(),
                stage.properties(),
                stage.linearProperties(),
                withoutPatches(plan)));
    }

    /** How a training is changed so that it asks nothing of patches. */
    private static String withoutPatches(TrainingPlan plan) {
        List<String> changes = new ArrayList<>();
        for (StagePlan stage : plan.stages()) {
            String path = "stages." + stage.kind().label();
            if (!stage.kind().answers()) {
                changes.add("leave " + path + " out");
            }
            if (stage.alignment() > 0) {
                changes.add("set " + path + ".alignment = 0");
            }
            if (stage.tower() > 0) {
                changes.add("set " + path + ".tower = 0");
            }
        }
        return String.join(", ", changes);
    }

    private BatchMaker maker(Turns turns) {
        Optional<LessonMaker> lessons = stage.kind().answers()
                ? Optional.of(new LessonMaker(session.backbone(), session.plan().prompt(), turns))
                : Optional.empty();
        return new BatchMaker(stage.batchSize(), lessons, vocabulary, stage.patches());
    }

    private Course course(Optional<Method> method) {
        return switch (stage.kind()) {
            case TOWER -> PatchCourse.tower(session.backbone(), vocabulary.orElseThrow());
            case ALIGNMENT -> PatchCourse.alignment(session.backbone(), vocabulary.orElseThrow());
            case GROUNDING, TUNING ->
                new LessonCourse(
                        session.backbone(),
                        method,
                        session.plan().seed(),
                        vocabulary.map(words ->
                                new LessonCourse.Beside(words, stage.alignment(), stage.linearFrom(), stage.tower())));
        };
    }

    Course course() {
        return course;
    }

    /** What is learnt, from a position on; the caller closes it. */
    BatchStream batches(Position from) {
        List<Dataset> phases = new ArrayList<>();
        for (StagePlan.Phase phase : stage.phases()) {
            PluginBlock<?, Dataset> dataset = phase.dataset();
            phases.add(dataset.create());
        }
        return new BatchStream(
                phases,
                maker,
                stage.questions(),
                stage.batchSize(),
                session.plan().seed(),
                session.plan().dataThreads(),
                from);
    }

    /**
     * What the model knows of the validation questions, each asked as if it were alone; empty if somebody wanted the
     * end meanwhile.
     */
    Optional<Examination> examination(int step) {
        return Asking.all(course, session.validation(), maker(Turns.APART), stage.questions(), session.stop())
                .map(tally -> Examination.of(stage.kind().label(), step, tally));
    }

    @Override
    public void close() {
        course.close();
    }
}
