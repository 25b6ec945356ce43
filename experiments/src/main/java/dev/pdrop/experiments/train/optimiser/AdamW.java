// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.optimiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.pdrop.spi.Parameter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam with weight decay that is independent of the gradient.
 *
 * <p>Steps are taken by the engine's own operation, one call for each tensor. The means that it works on are held here
 * and not by DJL's optimiser, which keeps them to itself, so that a checkpoint can hold them. Mutable; used by one
 * thread. Close it.
 *
 * @source Loshchilov and Hutter, "Decoupled Weight Decay Regularization" (arXiv 1711.05101), algorithm 2, with the
 *     schedule multiplier inside the learning rate as torch.optim.AdamW has it; equal to the latter to rounding.
 */
public final class AdamW implements AutoCloseable {

    /** The engine clamps each gradient to plus and minus this unless it is below 0; at 0 it cuts half of all off. */
    private static final float NO_CLIP = -1;

    private final OptimiserSettings settings;
    private final NDManager manager;
    private final Map<String, Moments> moments = new LinkedHashMap<>();

    /** What is known of the gradients of one parameter. */
    private static final class Moments {
        private final NDArray mean;
        private final NDArray variance;
        private long steps;

        Moments(NDArray mean, NDArray variance, long steps) {
            this.mean = mean;
            this.variance = variance;
            this.steps = steps;
        }
    }

    /**
     * An optimiser that has seen no gradient.
     *
     * @param manager of the model's device; closed with this
     */
    public AdamW(OptimiserSettings settings, NDManager manager) {
        this.settings = settings;
        this.manager = manager;
    }

    /**
     * Takes a step with every parameter that has a gradient.
     *
     * @param learningRate of this step; the tower's is its part of it
     * @param scale by which gradients are multiplied first
     */
    public void step(List<Parameter> parameters, double learningRate, double scale) {
        for (Parameter parameter : parameters) {
            if (parameter.hasGradient()) {
                double factor = parameter.part() == Parameter.Part.TOWER ? settings.towerFactor() : 1;
                update(parameter, learningRate * factor, scale);
            }
        }
    }

    /*
     * m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2;  w = w - r d w - r (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + e)
     * The engine computes w - r' m / (sqrt(v) + e'): equal for r' = r sqrt(1 - b2^t) / (1 - b1^t), e' = e sqrt(1 - b2^t).
     */
    private void update(Parameter parameter, double learningRate, double scale) {
        NDArray value = parameter.value();
        Moments own = moments.computeIfAbsent(
                parameter.name(),
                unused -> new Moments(
                        manager.zeros(value.getShape(), DataType.FLOAT32),
                        manager.zeros(value.getShape(), DataType.FLOAT32),
                        0));
        own.steps++;
        double first = 1 - StrictMath.pow(settings.beta1(), (double) own.steps);
        double second = Math.sqrt(1 - StrictMath.pow(settings.beta2(), (double) own.steps));
        value.getNDArrayInternal()
                .adamUpdate(
                        new NDList(value, parameter.gradient(), own.mean, own.variance),
                        new NDList(value),
                        (float) learningRate,
                        (float) (learningRate * second / first),
                        parameter.decays() ? (float) settings.weightDecay() : 0,
                        (float) scale,
                        NO_CLIP,
                        (float) settings.beta1(),
                        (float) settings.beta2(),
                        (float) (settings.epsilon() * second),
                        false,
                        true);
    }

    /** What a checkpoint has to hold, borrowed: the means by {@code mean/NAME} and {@code variance/NAME}. */
    public Map<String, NDArray> tensors() {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        moments.forEach((name, own) -> {
            tensors.put(mean(name), own.mean);
            tensors.put(variance(name), own.variance);
        });
        return tensors;
    }

    /** Steps taken with each parameter, by its name. */
    public Map<String, Long> steps() {
        Map<String, Long> steps = new LinkedHashMap<>();
        moments.forEach((name, own) -> steps.put(name, own.steps));
        return Collections.unmodifiableMap(steps);
    }

    /**
     * Goes on where another one stopped.
     *
     * @param parameters those that may be learnt
     * @param steps its {@link #steps}
     * @param tensors the values of its {@link #tensors} by name, row-major
     */
    public void restore(
            List<Parameter> parameters, Map<String, Long> steps, java.util.function.Function<String, float[]> tensors) {
        for (Parameter parameter : parameters) {
            Long taken = steps.get(parameter.name());
            if (taken != null) {
                moments.put(
                        parameter.name(),
                        new Moments(
                                manager.create(
                                        tensors.apply(mean(parameter.name())),
                                        parameter.value().getShape()),
                                manager.create(
                                        tensors.apply(variance(parameter.name())),
                                        parameter.value().getShape()),
                                taken));
            }
        }
    }

    private static String mean(String name) {
        return "mean/" + name;
    }

    private static String variance(String name) {
        return "variance/" + name;
    }

    @Override
    public void close() {
        manager.close();
    }
}
