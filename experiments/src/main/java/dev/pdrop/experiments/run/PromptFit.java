// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.InputTransform;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Prompt;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether arms can be planned for a prompt. A plan is checked for an image of the usual size; one that is larger may be
 * beyond the budget of an arm, which is the fault of neither arm nor model.
 *
 * <p>Mutable; used by one thread.
 */
final class PromptFit {

    private final List<ArmPlan> arms;
    private final Geometry geometry;

    /** Most prompts have as many visual tokens as one before. */
    private final Set<Fitting> fitting = new HashSet<>();

    private record Fitting(InputTransform input, int visualTokens) {}

    /**
     * A check.
     *
     * @param arms of the plan
     * @param geometry the sizes of its model
     */
    PromptFit(List<ArmPlan> arms, Geometry geometry) {
        this.arms = List.copyOf(arms);
        this.geometry = geometry;
    }

    /**
     * Plans every arm that shows a prompt.
     *
     * @param input what is shown
     * @throws InvalidDataException if one cannot be planned for so many visual tokens
     */
    void require(InputTransform input, Prompt prompt) {
        int visualTokens = prompt.layout().visualTokens();
        if (fitting.contains(new Fitting(input, visualTokens))) {
            return;
        }
        arms.stream().filter(arm -> arm.input().equals(input)).forEach(arm -> require(arm, visualTokens));
        fitting.add(new Fitting(input, visualTokens));
    }

    private void require(ArmPlan arm, int visualTokens) {
        try {
            arm.method().plan(geometry, visualTokens);
        } catch (InvalidMethodException beyond) {
            throw new InvalidDataException(
                    "the arm '" + arm.name() + "' cannot be asked this: " + beyond.getMessage(), beyond);
        }
    }
}
