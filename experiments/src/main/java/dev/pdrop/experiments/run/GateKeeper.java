// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.InputTransform;
import dev.pdrop.engine.NamedArm;
import dev.pdrop.engine.gates.FidelityGates;
import dev.pdrop.engine.gates.GateResult;
import dev.pdrop.engine.tree.Companies;
import dev.pdrop.engine.tree.Company;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.FailedRunException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Lets a run begin only if its arms pass the exact fidelity gates on its own model and first questions. A run that has
 * passed them, with the same model, code, arms and first questions, is let through when it goes on. Used once.
 */
final class GateKeeper {

    private final ExperimentPlan plan;
    private final Backbone backbone;
    private final ArmKeys keys;
    private final RunFolder folder;
    private final RunListener listener;
    private int tried;

    /**
     * A keeper.
     *
     * @param plan what is to run
     * @param backbone the plan's model, borrowed
     * @param keys of the plan's arms
     * @param folder of the run, borrowed
     * @param listener watches
     */
    GateKeeper(ExperimentPlan plan, Backbone backbone, ArmKeys keys, RunFolder folder, RunListener listener) {
        this.plan = plan;
        this.backbone = backbone;
        this.keys = keys;
        this.folder = folder;
        this.listener = listener;
    }

    /**
     * Tries the arms, unless they have passed before, and keeps the outcome in the folder.
     *
     * @return how each gate came out, arm by arm; empty if there is no question that can be asked
     * @throws FailedRunException if a gate fails; nothing is kept then
     */
    List<GateRow> pass() {
        Map<InputTransform, FirstQuestions> first = new TreeMap<>();
        plan.arms()
                .forEach(arm -> first.computeIfAbsent(arm.input(), input -> FirstQuestions.of(plan, backbone, input)));
        String key = key(first);
        Optional<PassedGates> before =
                folder.gates().filter(passed -> passed.key().equals(key));
        if (before.isPresent()) {
            return before.get().gates();
        }
        say(0);
        List<GateResult> results = first.entrySet().stream()
                .flatMap(shown -> shown.getValue().use(questions -> check(shown.getKey(), questions)).stream())
                .toList();
        List<GateResult> failed = results.stream().filter(GateResult::failed).toList();
        if (!failed.isEmpty()) {
            throw failure(failed);
        }
        List<GateRow> rows = results.stream().map(GateRow::of).toList();
        folder.write(RunFolder.GATES, Json.text(new PassedGates(key, rows)));
        return rows;
    }

    private String key(Map<InputTransform, FirstQuestions> first) {
        Digest digest = new Digest();
        plan.arms().forEach(arm -> digest.text(keys.of(arm)));
        first.values().forEach(some -> digest.text(some.hash()));
        return digest.hex();
    }

    private List<GateResult> check(InputTransform input, List<Question.Asked> questions) {
        if (questions.isEmpty()) {
            return List.of();
        }
        List<NamedArm> arms = plan.arms().stream()
                .filter(arm -> arm.input().equals(input))
                .map(arm -> new NamedArm(arm.name(), arm.method(), new ArmReplicate(arm, 0).seeds(plan.seed())))
                .toList();
        return new FidelityGates(backbone, plan.engine().sharing())
                .check(arms, company(questions), arm -> say(++tried));
    }

    /** A model that has no use for some image is tried twice: never more arms than there are. */
    private void say(int done) {
        int arms = plan.arms().size();
        listener.working("fidelity gates", Math.min(done, arms), arms);
    }

    /** Those of the questions that the run would answer together first. */
    private Company company(List<Question.Asked> questions) {
        Companies companies = new Companies(
                Batching.of(plan, backbone)::prompts, plan.engine().sharing());
        for (Question.Asked question : questions) {
            Optional<Company> complete = companies.add(question.forEngine());
            if (complete.isPresent()) {
                return complete.get();
            }
        }
        return companies.rest().get(0);
    }

    private static FailedRunException failure(List<GateResult> failed) {
        GateResult first = failed.get(0);
        int more = failed.size() - 1;
        String others = more == 0 ? "" : " (and " + more + " more " + (more == 1 ? "gate" : "gates") + " failed)";
        return new FailedRunException("expected " + first.expected() + ", found " + first.found()
                + ", in the fidelity gate " + first.gate() + " of the arm '" + first.arm() + "'" + others
                + ": no number of this run could be trusted, so none was computed; mend the backbone or the ranker, or"
                + " leave the arm out");
    }
}
