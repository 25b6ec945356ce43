// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.optimiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.pdrop.spi.Parameter;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AdamWTest {

    private static final OptimiserSettings SETTINGS = new OptimiserSettings(0.01, 0.5, 0.9, 0.98, 1e-8, 0.05, 0, 1, 1);
    private static final float[] BEGINNING = {1, -2, 0.5f, 0.001f};
    private static final float[][] GRADIENTS = {
        {0.1f, -0.2f, 0, 1e-9f}, {0.3f, 0.1f, -0.5f, 2e-9f}, {-0.4f, 0.2f, 0.25f, -1e-9f}
    };

    private NDManager manager = Engine.getEngine("PyTorch").newBaseManager();

    @BeforeEach
    void open() {
        manager.close();
        manager = Engine.getEngine("PyTorch").newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** A parameter whose gradient is given. */
    private record Given(String name, Part part, boolean decays, NDArray value, NDArray gradient) implements Parameter {
        @Override
        public boolean hasGradient() {
            return true;
        }

        @Override
        public void clearGradient() {
            gradient.muli(0);
        }

        @Override
        public void learn(boolean wanted) {}
    }

    /** The first step of Adam is as long as the learning rate, whatever the gradient. */
    @Test
    void theFirstStepIsTheLearningRateAgainstTheSignOfTheGradient() {
        Given parameter = parameter(Parameter.Part.DECODER, false, new float[] {1, 1}, new float[] {3, -0.01f});
        try (AdamW optimiser = new AdamW(SETTINGS, manager.newSubManager())) {
            optimiser.step(List.of(parameter), 0.1, 1);
        }
        assertThat(parameter.value().toFloatArray()).containsExactly(new float[] {0.9f, 1.1f}, within(1e-6f));
    }

    /** By torch.optim.AdamW of torch 2.7.1, lr 0.01, betas 0.9 and 0.98, eps 1e-8, weight decay 0.05. */
    @Test
    void equalsTorchOverThreeSteps() {
        Given parameter = parameter(Parameter.Part.DECODER, true, BEGINNING, GRADIENTS[0]);
        float[][] expected = {
            {0.9895f, -1.989f, 0.49975f, 9.040913e-05f},
            {0.97986245f, -1.9853343f, 0.50690603f, -0.0012270242f},
            {0.97998315f, -1.9870685f, 0.50893474f, -0.0017469007f}
        };
        try (AdamW optimiser = new AdamW(SETTINGS, manager.newSubManager())) {
            for (int step = 0; step < expected.length; step++) {
                take(optimiser, parameter, step, 1);
                assertThat(parameter.value().toFloatArray()).containsExactly(expected[step], within(1e-6f));
            }
        }
    }

    @Test
    void whatIsRestoredGoesOnToTheLastBit() {
        Given whole = parameter(Parameter.Part.DECODER, true, BEGINNING, GRADIENTS[0]);
        Given resumed = parameter(Parameter.Part.DECODER, true, BEGINNING, GRADIENTS[0]);
        try (AdamW one = new AdamW(SETTINGS, manager.newSubManager());
                AdamW first = new AdamW(SETTINGS, manager.newSubManager());
                AdamW second = new AdamW(SETTINGS, manager.newSubManager())) {
            for (int step = 0; step < 3; step++) {
                take(one, whole, step, 1);
            }
            take(first, resumed, 0, 1);
            second.restore(
                    List.of(resumed),
                    first.steps(),
                    name -> Objects.requireNonNull(first.tensors().get(name)).toFloatArray());
            take(second, resumed, 1, 1);
            take(second, resumed, 2, 1);
        }
        assertThat(resumed.value().toFloatArray()).containsExactly(whole.value().toFloatArray());
    }

    @Test
    void theTowerLearnsByItsShareAndWhatDoesNotDecayKeepsItsSize() {
        Given tower = parameter(Parameter.Part.TOWER, false, new float[] {1}, new float[] {1});
        Given still = parameter(Parameter.Part.DECODER, true, new float[] {1}, new float[] {0});
        Given constant = parameter(Parameter.Part.EMBEDDINGS, false, new float[] {1}, new float[] {0});
        try (AdamW optimiser = new AdamW(SETTINGS, manager.newSubManager())) {
            optimiser.step(
                    List.of(
                            tower,
                            new Given("b", still.part(), true, still.value(), still.gradient()),
                            new Given("c", constant.part(), false, constant.value(), constant.gradient())),
                    0.1,
                    1);
        }
        assertThat(tower.value().toFloatArray()).containsExactly(new float[] {0.95f}, within(1e-6f));
        assertThat(still.value().toFloatArray()).containsExactly(new float[] {0.995f}, within(1e-6f));
        assertThat(constant.value().toFloatArray()).containsExactly(1f);
    }

    @Test
    void theNormIsThatOfAllGradientsTogether() {
        Given one = parameter(Parameter.Part.DECODER, true, new float[] {0, 0}, new float[] {3, 0});
        Given other = parameter(Parameter.Part.DECODER, true, new float[] {0}, new float[] {-4});
        assertThat(GradientNorm.of(List.of(one, other), manager)).isEqualTo(5);
    }

    private static void take(AdamW optimiser, Given parameter, int step, double scale) {
        parameter.gradient().muli(0).addi(parameter.gradient().getManager().create(GRADIENTS[step]));
        optimiser.step(List.of(parameter), 0.01, scale);
    }

    private Given parameter(Parameter.Part part, boolean decays, float[] value, float[] gradient) {
        return new Given("a", part, decays, manager.create(value), manager.create(gradient));
    }
}
