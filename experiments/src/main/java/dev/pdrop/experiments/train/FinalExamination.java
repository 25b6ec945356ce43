// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import dev.pdrop.engine.Method;
import dev.pdrop.experiments.train.course.LessonCourse;
import dev.pdrop.experiments.train.data.BatchMaker;
import dev.pdrop.experiments.train.data.LessonMaker;
import dev.pdrop.experiments.train.data.PatchWeights;
import dev.pdrop.experiments.train.data.Turns;
import dev.pdrop.experiments.train.plan.StageKind;
import dev.pdrop.experiments.train.plan.StagePlan;
import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.TrainableBackbone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a trained model knows of the test questions. */
final class FinalExamination {

    /** Names what was asked of a model that saw all visual tokens. */
    static final String WHOLE = "all visual tokens";

    private FinalExamination() {}

    /**
     * One examination with all visual tokens, and one with the training's reduction if it had one. Under a reduction
     * each question has a sequence of its own, as wherever a method answers questions: then what counts as right is
     * what greedy decoding writes. That asks an image again for each of its questions, which is minutes once, beside
     * hours of training.
     *
     * @param backbone the model; borrowed
     */
    static List<Examination> of(Session session, TrainableBackbone backbone, Dataset test) {
        Optional<StagePlan> tuning = session.plan().stages().stream()
                .filter(stage -> stage.kind() == StageKind.TUNING)
                .findFirst();
        if (tuning.isEmpty()) {
            return List.of();
        }
        List<Examination> examinations = new ArrayList<>();
        examinations.add(of(session, backbone, test, tuning.get(), Optional.empty(), WHOLE));
        tuning.get()
                .reduction()
                .ifPresent(arm -> examinations.add(of(
                        session,
                        backbone,
                        test,
                        tuning.get(),
                        Optional.of(arm.method()),
                        "reduced as in training, one question a sequence: ranker " + arm.ranker() + ", "
                                + arm.schedule())));
        return examinations;
    }

    private static Examination of(
            Session session,
            TrainableBackbone backbone,
            Dataset test,
            StagePlan stage,
            Optional<Method> method,
            String name) {
        LessonMaker lessons = new LessonMaker(backbone, session.plan().prompt(), Turns.APART);
        BatchMaker maker =
                new BatchMaker(stage.batchSize(), Optional.of(lessons), Optional.empty(), new PatchWeights(1, 0));
        try (LessonCourse course =
                new LessonCourse(backbone, method, session.plan().seed(), Optional.empty())) {
            int questions = method.isPresent() ? 1 : stage.questions();
            return Asking.all(course, test, maker, questions, session.stop())
                    .map(tally -> Examination.of(name, 0, tally))
                    .orElseThrow(() -> new StoppedTrainingException(
                            "Stopped in the last examination; everything before it is kept"));
        }
    }
}
