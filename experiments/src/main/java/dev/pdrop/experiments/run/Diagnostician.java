// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.Asked;
import dev.pdrop.engine.InputTransform;
import dev.pdrop.engine.diagnosis.ArmChoices;
import dev.pdrop.engine.diagnosis.ChoiceWatch;
import dev.pdrop.engine.diagnosis.Diagnosis;
import dev.pdrop.engine.tree.Companies;
import dev.pdrop.engine.tree.Company;
import dev.pdrop.experiments.picture.ImageView;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.DiagnoseSettings;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualToken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Looks at what the arms of a run keep behind its answers, and not again at what it has looked at before. */
final class Diagnostician {

    /* Steps of a video that are shown. */
    private static final int STEPS = 4;

    private final ExperimentPlan plan;
    private final Backbone backbone;
    private final ArmKeys keys;
    private final RunFolder folder;

    /**
     * A diagnostician.
     *
     * @param plan what ran
     * @param backbone the plan's model, borrowed
     * @param keys of the plan's arms
     * @param folder of the run, borrowed
     */
    Diagnostician(ExperimentPlan plan, Backbone backbone, ArmKeys keys, RunFolder folder) {
        this.plan = plan;
        this.backbone = backbone;
        this.keys = keys;
        this.folder = folder;
    }

    /** Looks, if the plan wants it, and keeps what was seen in the folder. */
    void diagnose() {
        // What an earlier start was asked to look at holds pictures, which may not be wanted any more.
        plan.diagnose().ifPresentOrElse(this::diagnose, () -> folder.remove(RunFolder.DIAGNOSIS));
    }

    private void diagnose(DiagnoseSettings settings) {
        List<ArmPlan> arms = plan.arms().stream()
                .filter(arm -> arm.input().equals(InputTransform.ORIGINAL) && !arm.unreduced(plan.geometry()))
                .toList();
        if (arms.isEmpty()) {
            return;
        }
        FirstQuestions first = FirstQuestions.of(plan, backbone, InputTransform.ORIGINAL, settings.questions());
        String key = key(settings, arms, first);
        if (folder.diagnosed().filter(before -> before.key().equals(key)).isPresent()) {
            return;
        }
        first.use(questions -> {
            List<Question.Asked> seeing = questions.stream()
                    .filter(one -> one.prompt().layout().visualTokens() > 0)
                    .toList();
            if (!seeing.isEmpty()) {
                diagnosed(key, settings, arms, seeing)
                        .ifPresent(seen -> folder.write(RunFolder.DIAGNOSIS, Json.line(seen)));
            }
            return seeing.size();
        });
    }

    private String key(DiagnoseSettings settings, List<ArmPlan> arms, FirstQuestions first) {
        Digest digest = new Digest().text(settings.toString()).text(first.hash());
        arms.forEach(arm -> digest.text(keys.of(arm)));
        return digest.hex();
    }

    /** Empty if every arm merges tokens. */
    private Optional<DiagnosedRun> diagnosed(
            String key, DiagnoseSettings settings, List<ArmPlan> arms, List<Question.Asked> questions) {
        List<ChoiceWatch.Watched> watched = arms.stream()
                .map(arm -> new ChoiceWatch.Watched(
                        arm.name(),
                        arm.method().ranker().<Object>map(ranker -> ranker).orElse(""),
                        new ArmReplicate(arm, 0).forEngine(plan.seed())))
                .toList();
        List<ArmChoices> choices = new ChoiceWatch(backbone)
                .watch(watched, companies(questions)).stream()
                        .filter(arm -> !merges(arm))
                        .toList();
        return choices.isEmpty()
                ? Optional.empty()
                : Optional.of(new DiagnosedRun(
                        key,
                        Diagnosis.of(choices, this::isPadding),
                        pictures(settings.pictures(), questions, choices)));
    }

    /** What others are mixed into stands for more than its own place. */
    private static boolean merges(ArmChoices arm) {
        return arm.questions().stream()
                .flatMap(question -> question.stages().stream())
                .anyMatch(stage -> stage.mixture().mixes());
    }

    /** As the run asks them. */
    private List<Company> companies(List<Question.Asked> questions) {
        Companies companies = new Companies(
                Batching.of(plan, backbone)::prompts, plan.engine().sharing());
        List<Company> all = new ArrayList<>();
        questions.forEach(question -> companies.add(question.forEngine()).ifPresent(all::add));
        all.addAll(companies.rest());
        return all;
    }

    private boolean isPadding(Asked question, VisualToken token) {
        Image image = question.prompt().images().get(token.image());
        return backbone.region(image, token).filter(ImageRegion::isPadding).isPresent();
    }

    /** The first ones that are asked about, each with the first question about it. */
    private List<ShownPicture> pictures(int count, List<Question.Asked> questions, List<ArmChoices> choices) {
        Map<String, Integer> places = new HashMap<>();
        List<ArmChoices.OnQuestion> inOrder = choices.get(0).questions();
        IntStream.range(0, inOrder.size())
                .forEach(place -> places.put(inOrder.get(place).question().id(), place));
        Set<String> seen = new HashSet<>();
        List<ShownPicture> pictures = new ArrayList<>();
        int images = 0;
        for (Question.Asked question : questions) {
            Prompt prompt = question.prompt();
            if (!prompt.images().isEmpty() && seen.add(question.shown())) {
                int place = places.getOrDefault(question.id(), 0);
                for (int image = 0; image < prompt.images().size() && images < count; image++, images++) {
                    for (ImageView view : few(
                            ImageView.of(backbone, prompt, image),
                            prompt.images().get(image))) {
                        pictures.add(picture(question, view, place, choices));
                    }
                }
            }
        }
        return pictures;
    }

    /* Of a video, some steps from the first to the last. */
    private static List<ImageView> few(List<ImageView> views, Image image) {
        if (!image.isVideo() || views.size() <= STEPS) {
            return views;
        }
        return IntStream.range(0, STEPS)
                .mapToObj(step -> views.get(step * (views.size() - 1) / (STEPS - 1)))
                .toList();
    }

    private static ShownPicture picture(Question.Asked question, ImageView view, int place, List<ArmChoices> choices) {
        return ShownPicture.of(
                view,
                question.id(),
                question.example().question(),
                choices.stream()
                        .map(arm -> new ShownPicture.Choices(
                                arm.arm(), arm.questions().get(place).stages()))
                        .toList());
    }
}
