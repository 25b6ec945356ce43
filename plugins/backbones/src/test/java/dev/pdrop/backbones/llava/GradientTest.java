// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.backbones.llava.Classroom.Drop;
import dev.pdrop.backbones.llava.Classroom.Numbers;
import dev.pdrop.backbones.llava.Classroom.Taught;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.testing.Pictures;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Gradients against differences of the loss itself, and of packed lessons against lessons alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GradientTest {

    private static final List<Image> IMAGES = List.of(Pictures.noise(1), Pictures.noise(2));

    /* Large against the rounding of a float32 loss, small against what bends it. */
    private static final double LOSS_CHANGE = 3e-3;

    private Classroom classroom;

    @BeforeAll
    void open() {
        classroom = new Classroom("llava_gqa");
    }

    private List<Prompt> about(int image) {
        return List.of(
                classroom.lesson(IMAGES.get(image), "x y z", "q"),
                classroom.lesson(IMAGES.get(image), "y", "z x"),
                classroom.lesson(IMAGES.get(image), "z q", "x y q"));
    }

    private List<Prompt> batch() {
        return List.of(classroom.packed(100, about(0)), classroom.packed(100, about(1)));
    }

    private static List<Drop> drops(PositionPolicy policy) {
        List<int[]> halves = Classroom.every(2, 2).toList();
        List<int[]> again = List.of(new int[] {0, 3, 7, 20, 31}, new int[] {1, 2, 9, 10, 30});
        return List.of(new Drop(2, halves, policy), new Drop(4, again, policy));
    }

    @Test
    void everyGradientIsTheSlopeOfTheLoss() {
        requireSlopes(List.of());
    }

    @Test
    void everyGradientIsTheSlopeOfTheLossWhereTokensAreDropped() {
        requireSlopes(drops(PositionPolicy.CONTIGUOUS));
    }

    private void requireSlopes(List<Drop> drops) {
        Taught taught = classroom.teach(batch(), drops);
        assertThat(taught.gradients()).hasSameSizeAs(classroom.backbone().parameters());
        for (Parameter parameter : classroom.backbone().parameters()) {
            Numbers gradient = taught.gradient(parameter.name());
            Numbers before = new Numbers(parameter.value().toFloatArray());
            double step = LOSS_CHANGE / gradient.dot(gradient);
            write(parameter, before.plus(step, gradient));
            double up = classroom.loss(batch(), drops);
            write(parameter, before.plus(-step, gradient));
            double down = classroom.loss(batch(), drops);
            write(parameter, before);
            double slope = (up - down) / (2 * step);
            assertThat(slope / gradient.dot(gradient)).as(parameter.name()).isCloseTo(1, within(0.005));
        }
    }

    private static void write(Parameter parameter, Numbers numbers) {
        parameter.value().set(FloatBuffer.wrap(numbers.values()));
    }

    @AfterAll
    void close() {
        classroom.close();
    }
}
