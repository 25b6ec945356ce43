// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import dev.pdrop.engine.Answer;
import dev.pdrop.engine.Asked;
import dev.pdrop.engine.BatchRun;
import dev.pdrop.engine.NamedArm;
import dev.pdrop.engine.Prefill;
import dev.pdrop.engine.Seeds;
import dev.pdrop.engine.StageOutcome;
import dev.pdrop.engine.UnevenSelectionException;
import dev.pdrop.engine.tree.AblationTree;
import dev.pdrop.engine.tree.Company;
import dev.pdrop.engine.tree.TreeArm;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Holds the arms of an experiment to the exact gates, on the experiment's own model and questions.
 *
 * <p>Each arm answers the questions on the way that the run takes, alone in its tree, while every step of the model is
 * watched; once more it is made to keep everything, on the way of a run that shares nothing, whose kernels are those of
 * the untouched model.
 */
public final class FidelityGates {

    /** Tokens written: one behind the prompt, and two decoding steps behind it. */
    private static final int TOKENS = 3;

    private final Backbone backbone;
    private final boolean sharing;

    /**
     * Gates.
     *
     * @param backbone the model, borrowed
     * @param sharing whether the run shares what questions have in common
     */
    public FidelityGates(Backbone backbone, boolean sharing) {
        this.backbone = backbone;
        this.sharing = sharing;
    }

    /**
     * Tries the arms.
     *
     * @param arms the arms
     * @param company questions that run together
     * @param tried hears the name of each arm behind its trial
     * @return a verdict of each gate on each arm, arm by arm
     * @throws dev.pdrop.spi.InvalidImageException if the model has no use for an image
     * @throws dev.pdrop.spi.InvalidMethodException if an arm does not fit the model
     */
    public List<GateResult> check(List<NamedArm> arms, Company company, Consumer<String> tried) {
        List<Asked> first = company.groups().get(0).questions();
        List<GateResult> results = new ArrayList<>();
        try (VisualFeatures features = Asked.encode(backbone, company.questions())) {
            List<Logits> untouched = untouched(first, features);
            for (NamedArm arm : arms) {
                Trial trial = trial(arm, company, features, untouched);
                Gate.all().forEach(gate -> results.add(GateResult.of(gate, arm.name(), gate.check(trial))));
                tried.accept(arm.name());
            }
        }
        return results;
    }

    private Trial trial(NamedArm arm, Company company, VisualFeatures features, List<Logits> untouched) {
        WatchedBackbone watched = new WatchedBackbone(backbone);
        List<Trial.Question> own = new ArrayList<>();
        for (Answered answered : answer(watched, arm, company, features)) {
            own.add(new Trial.Question(
                    answered.asked().id(),
                    answered.asked().prompt(),
                    arm.method().plan(backbone.geometry(), visualTokens(answered.asked())),
                    answered.answer()));
        }
        Optional<List<Logits>> keepAll =
                Trial.acts(own) ? keepAll(watched, arm, company, features, untouched) : Optional.empty();
        return new Trial(own, untouched, keepAll, watched.steps());
    }

    /** Empty if the ranker chooses itself how many stay, and does not keep everything when it is asked to. */
    private static Optional<List<Logits>> keepAll(
            Backbone watched, NamedArm arm, Company company, VisualFeatures features, List<Logits> untouched) {
        List<Asked> first = company.groups().get(0).questions();
        List<String> names = arm.method().names(first);
        try (Prefill prefill =
                Prefill.run(watched, KeepAll.of(arm.method()), prompts(first), features, arm.seeds(), names)) {
            boolean keptAll = IntStream.range(0, first.size())
                    .noneMatch(example -> prefill.stages(example).stream().anyMatch(FidelityGates::choseFewer));
            return keptAll ? Optional.of(write(watched, prefill.state(), untouched)) : Optional.empty();
        } catch (UnevenSelectionException ofItsOwn) {
            return Optional.empty();
        }
    }

    private static boolean choseFewer(StageOutcome stage) {
        return stage.choseItself() && stage.kept().length < stage.before().length;
    }

    /** A question and what it was answered. */
    private record Answered(Asked asked, Answer answer) {}

    private List<Answered> answer(Backbone watched, NamedArm arm, Company company, VisualFeatures features) {
        List<Answered> answered = new ArrayList<>();
        if (sharing) {
            TreeArm alone = new TreeArm(arm.method(), arm.seeds());
            new AblationTree(watched, () -> 0, TOKENS, List.of(alone))
                    .answer(
                            company,
                            features,
                            (number, group) -> true,
                            given -> add(company.groups().get(given.group()), given.answers(), answered));
        } else {
            BatchRun apart = new BatchRun(watched, () -> 0, TOKENS);
            Seeds seeds = arm.seeds();
            company.groups()
                    .forEach(group ->
                            add(group, apart.answer(arm.method(), group.questions(), features, seeds), answered));
        }
        return answered;
    }

    private static void add(Company.Group group, List<Answer> answers, List<Answered> to) {
        IntStream.range(0, answers.size())
                .forEach(i -> to.add(new Answered(group.questions().get(i), answers.get(i))));
    }

    private List<Logits> untouched(List<Asked> questions, VisualFeatures features) {
        try (DecoderState start = backbone.embed(prompts(questions), features);
                DecoderState end = backbone.advance(start, backbone.geometry().layers(), Set.of())) {
            return write(backbone, end, List.of());
        }
    }

    /**
     * Logits behind a state and behind each token that follows.
     *
     * @param leading logits whose likeliest tokens follow; those found, where there are none
     */
    private static List<Logits> write(Backbone backbone, DecoderState end, List<Logits> leading) {
        List<Logits> logits = new ArrayList<>(List.of(backbone.logits(end)));
        DecoderState state = end;
        try {
            for (int step = 1; step < TOKENS; step++) {
                Logits choosing = leading.isEmpty() ? logits.get(step - 1) : leading.get(step - 1);
                DecoderState longer = backbone.append(state, likeliest(choosing));
                if (state != end) {
                    state.close();
                }
                state = longer;
                logits.add(backbone.logits(state));
            }
        } finally {
            if (state != end) {
                state.close();
            }
        }
        return logits;
    }

    private static List<int[]> likeliest(Logits logits) {
        return IntStream.range(0, logits.batch())
                .mapToObj(example -> new int[] {logits.argmax(example)})
                .toList();
    }

    private static List<Prompt> prompts(List<Asked> questions) {
        return questions.stream().map(Asked::prompt).toList();
    }

    private static int visualTokens(Asked asked) {
        return asked.prompt().layout().visualTokens();
    }
}
