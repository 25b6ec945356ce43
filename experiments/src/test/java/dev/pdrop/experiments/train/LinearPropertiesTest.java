// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.plan.PlanModule;
import dev.pdrop.experiments.plugin.PluginCatalog;
import dev.pdrop.experiments.plugin.PluginModule;
import dev.pdrop.experiments.run.RunModule;
import dev.pdrop.experiments.run.Software;
import dev.pdrop.experiments.train.course.Course;
import dev.pdrop.experiments.train.course.Forward;
import dev.pdrop.experiments.train.data.BatchStream;
import dev.pdrop.experiments.train.data.Position;
import dev.pdrop.experiments.train.data.TrainingBatch;
import dev.pdrop.experiments.train.plan.StageKind;
import dev.pdrop.experiments.train.plan.StagePlan;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.experiments.train.plan.TrainingReader;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.TrainableBackbone;
import dev.pdrop.spi.TrainableBackbone.Recording;
import dev.pdrop.testing.HandleLeaks;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gradients of properties that a linear map reads off projected features or off the tower, held against differences
 * of the loss: of the map itself, whose gradient a course computes by a formula, and of what it reads, whose gradient
 * flows through it.
 */
final class LinearPropertiesTest {

    private static final String TOY = "src/test/resources/train/toy.conf";

    /** So far the loss is moved: out of its rounding, and not so far that it bends. */
    private static final double LOSS_CHANGE = 0.01;

    private final Injector injector = Guice.createInjector(
            new PluginModule(PluginCatalog.load(LinearPropertiesTest.class.getClassLoader())),
            new PlanModule(new ConfigGroups(Planning.CONF, ClassLoader.getPlatformClassLoader())),
            new RunModule(new Software("test", "", false, "17")),
            new TrainModule());

    @TempDir
    private Path folder = Path.of("");

    /** A course before a batch. */
    private record Lesson(TrainableBackbone backbone, Course course, TrainingBatch batch, double done) {

        double loss() {
            try (Forward forward = course.forward(batch, done, 0)) {
                return forward.loss().getFloat();
            } finally {
                course.aids().forEach(Parameter::clearGradient);
            }
        }

        void learn() {
            learn(() -> {});
        }

        /** Something happens between the way there and the way back. */
        void learn(Runnable meanwhile) {
            try (Recording recording = backbone.record();
                    Forward forward = course.forward(batch, done, 0)) {
                meanwhile.run();
                recording.backward(forward.loss());
            }
        }

        List<float[]> gradients() {
            List<float[]> all = Stream.concat(course.aids().stream(), backbone.parameters().stream())
                    .filter(Parameter::hasGradient)
                    .map(parameter -> parameter.gradient().toFloatArray())
                    .toList();
            course.aids().forEach(Parameter::clearGradient);
            backbone.parameters().forEach(Parameter::clearGradient);
            return all;
        }
    }

    @Test
    void inAlignmentEveryGradientIsTheSlopeOfTheLoss() throws IOException {
        assertSlopes(StageKind.ALIGNMENT, 0);
    }

    /** The properties count for less and less beside the answers. */
    @Test
    void inTuningEveryGradientIsTheSlopeOfTheLoss() throws IOException {
        assertSlopes(StageKind.TUNING, 0.25, "stages.tuning.alignment=0.5");
    }

    /** From the first step to the last, though nothing else is read off patches. */
    @Test
    void ofATowerThatIsAskedBesideAnswersEveryGradientIsTheSlopeOfTheLoss() throws IOException {
        String[] settings = {"stages.tuning.alignment=0", "stages.tuning.tower=0.5"};
        assertSlopes("tower", Parameter.Part.TOWER, StageKind.TUNING, 0.9, settings);
    }

    /** What the tower is asked counts as much at the end as at the beginning. */
    @Test
    void whatATowerIsAskedBesideAnswersNeverCountsLess() throws IOException {
        List<Double> losses = new ArrayList<>();
        for (String weight : List.of("0", "0.5")) {
            for (double done : List.of(0.0, 0.9)) {
                String[] settings = {"stages.tuning.alignment=0", "stages.tuning.tower=" + weight};
                taught(StageKind.TUNING, done, settings, lesson -> losses.add(lesson.loss()));
            }
        }
        assertThat(losses.get(1)).isEqualTo(losses.get(0));
        assertThat(losses.get(3)).isEqualTo(losses.get(2)).isGreaterThan(losses.get(0) + 1);
    }

    /**
     * What features are never asked for by a map is no part of the loss either, and the tower is asked all the time.
     */
    @Test
    void aMapThatIsNeverReadLearnsNothingBesideATowersThatDoes() throws IOException {
        String[] settings = {"stages.tuning.alignment=0.5", "stages.tuning.linear-from=1", "stages.tuning.tower=0.5"};
        taught(StageKind.TUNING, 0.99, settings, lesson -> {
            lesson.learn();
            assertThat(lesson.course().aids())
                    .filteredOn(Parameter::hasGradient)
                    .extracting(Parameter::name)
                    .containsExactly("aid.tower.weight", "aid.tower.bias");
        });
    }

    /** What the way back reads again must not lie in memory that Java lent for the way there alone. */
    @Test
    void aGarbageCollectionInTheMiddleOfAStepChangesNoGradient() throws IOException {
        String[] settings = {"stages.tuning.alignment=0.5", "stages.tuning.tower=0.5"};
        taught(StageKind.TUNING, 0.5, settings, lesson -> {
            lesson.learn();
            List<float[]> undisturbed = lesson.gradients();
            assertThat(undisturbed).hasSizeGreaterThan(10);
            lesson.learn(LinearPropertiesTest::takeBackLentMemory);
            assertThat(lesson.gradients()).usingRecursiveComparison().isEqualTo(undisturbed);
        });
    }

    /** Until no direct buffer goes any more. */
    private static void takeBackLentMemory() {
        BufferPoolMXBean direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .findFirst()
                .orElseThrow();
        long before;
        do {
            before = direct.getCount();
            System.gc();
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        } while (direct.getCount() < before);
    }

    @Test
    void aStepLeavesNothingOpen() throws IOException {
        String[] settings = {"stages.tuning.alignment=0.5", "stages.tuning.tower=0.5"};
        taught(StageKind.TUNING, 0.5, settings, lesson -> {
            lesson.learn();
            HandleLeaks leaks = HandleLeaks.watch(
                    HandleLeaks.root(lesson.backbone().parameters().get(0).value()));
            lesson.learn();
            lesson.learn();
            leaks.assertNone();
        });
    }

    private void assertSlopes(StageKind kind, double done, String... settings) throws IOException {
        assertSlopes("features", Parameter.Part.PROJECTOR, kind, done, settings);
    }

    private void assertSlopes(String map, Parameter.Part read, StageKind kind, double done, String... settings)
            throws IOException {
        taught(kind, done, settings, lesson -> assertSlopes(lesson, map, read));
    }

    private void taught(StageKind kind, double done, String[] settings, Consumer<Lesson> lesson) throws IOException {
        TrainingPlan plan = injector.getInstance(TrainingReader.class).read(TOY, List.of(settings));
        StagePlan stage = plan.stages().stream()
                .filter(one -> one.kind() == kind)
                .findFirst()
                .orElseThrow();
        ModelOpening opening = injector.getInstance(ModelOpening.class);
        Path model = Files.createTempDirectory(folder, "model");
        opening.begin(plan, model);
        try (TrainableBackbone backbone = ModelOpening.open(opening.unopened(plan, model));
                Teaching teaching = new Teaching(session(plan, backbone), stage);
                BatchStream batches = teaching.batches(Position.BEGINNING)) {
            lesson.accept(new Lesson(backbone, teaching.course(), batches.next(0), done));
        }
    }

    private static void assertSlopes(Lesson lesson, String map, Parameter.Part read) {
        List<Parameter> aids = lesson.course().aids();
        assertThat(aids).extracting(Parameter::name).containsExactly("aid." + map + ".weight", "aid." + map + ".bias");
        // They begin at 0, where nothing flows through them.
        SplittableRandom random = new SplittableRandom(7);
        aids.forEach(aid -> write(aid, normals(random, aid.value().toFloatArray().length)));
        List<Parameter> parameters = new ArrayList<>(aids);
        lesson.backbone().parameters().stream()
                .filter(parameter -> parameter.part() == read)
                .forEach(parameters::add);
        assertThat(parameters).hasSizeGreaterThan(2);

        lesson.learn();
        List<float[]> gradients = parameters.stream()
                .map(parameter -> parameter.gradient().toFloatArray())
                .toList();
        for (int index = 0; index < parameters.size(); index++) {
            assertSlope(lesson, parameters.get(index), gradients.get(index));
        }
    }

    /** Goes a little way up the gradient and down; how steep that was is how long the gradient is. */
    private static void assertSlope(Lesson lesson, Parameter parameter, float[] gradient) {
        double square = 0;
        for (float one : gradient) {
            square += (double) one * one;
        }
        double step = LOSS_CHANGE / square;
        float[] before = parameter.value().toFloatArray();
        write(parameter, moved(before, step, gradient));
        double up = lesson.loss();
        write(parameter, moved(before, -step, gradient));
        double down = lesson.loss();
        write(parameter, before);
        assertThat((up - down) / (2 * LOSS_CHANGE)).as(parameter.name()).isCloseTo(1, within(0.005));
    }

    private static float[] moved(float[] values, double step, float[] way) {
        float[] moved = new float[values.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = (float) (values[i] + step * way[i]);
        }
        return moved;
    }

    private static float[] normals(SplittableRandom random, int count) {
        float[] normals = new float[count];
        for (int i = 0; i < count; i++) {
            normals[i] = (float) random.nextGaussian();
        }
        return normals;
    }

    private static void write(Parameter parameter, float[] values) {
        parameter.value().set(FloatBuffer.wrap(values));
    }

    private Session session(TrainingPlan plan, TrainableBackbone backbone) {
        return new Session(
                plan,
                backbone,
                new TrainingFiles(folder),
                new Curve(folder, 0),
                new TrainingListeners(List.of()),
                new Stop(),
                () -> 0,
                0);
    }
}
