// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Lesson;
import dev.pdrop.spi.LessonLoss;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.TrainableBackbone;
import dev.pdrop.spi.TrainableBackbone.Recording;
import dev.pdrop.spi.TrainableBackbone.StoredFormat;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.testing.SavedModelContract;
import dev.pdrop.testing.TrainableBackboneContract;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backbone that learns and does one thing wrong fails the test that is about it. */
final class BrokenTrainablesTest {

    private static final TrainableLlavaTest SOUND = new TrainableLlavaTest();

    @TempDir
    private Path folder = Path.of("");

    /** What a broken backbone does in place of one method; the arguments are those of the method. */
    private interface Defect extends BiFunction<TrainableBackbone, Object[], Object> {}

    /** The sound model with a defect, under the contracts. */
    private record Broken(String method, Defect defect) implements TrainableBackboneContract, SavedModelContract {

        @Override
        public TrainableBackbone open() {
            return with(SOUND.open());
        }

        @Override
        public TrainableBackbone open(Path folder) {
            return with(SOUND.open(folder));
        }

        @Override
        public List<String> questions() {
            return SOUND.questions();
        }

        @Override
        public List<String> answers() {
            return SOUND.answers();
        }

        private TrainableBackbone with(TrainableBackbone sound) {
            return (TrainableBackbone) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {TrainableBackbone.class},
                    (proxy, called, arguments) -> called.getName().equals(method)
                            ? defect.apply(sound, arguments)
                            : forwarded(sound, called, arguments));
        }

        private static Object forwarded(TrainableBackbone sound, Method called, Object[] arguments) throws Throwable {
            try {
                return called.invoke(sound, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    @Test
    void namesThatChangeAreNoticed() {
        Random random = new Random(1);
        Broken broken = new Broken("parameters", (sound, none) -> {
            List<Parameter> shuffled = new ArrayList<>(sound.parameters());
            Collections.shuffle(shuffled, random);
            return shuffled;
        });
        assertThatThrownBy(broken::namesItsParametersAlikeEachTime).isInstanceOf(AssertionError.class);
    }

    @Test
    void gradientsOfAnotherLossAreNoticed() {
        Broken broken = new Broken("record", (sound, none) -> recording(sound.record()));
        assertThatThrownBy(broken::everyGradientIsTheSlopeOfTheLoss).isInstanceOf(AssertionError.class);
    }

    /** Multiplies what flows back. */
    private static Recording recording(Recording sound) {
        return new Recording() {
            @Override
            public void backward(NDArray value) {
                sound.backward(value.mul(1.05f));
            }

            @Override
            public void close() {
                sound.close();
            }
        };
    }

    @Test
    void segmentsThatSeeOneAnotherAreNoticed() {
        Broken broken = new Broken(
                "embed",
                (sound, arguments) -> sound.embed(
                        ((List<?>) arguments[0])
                                .stream()
                                        .map(prompt -> unpacked((Prompt) prompt))
                                        .toList(),
                        (VisualFeatures) arguments[1]));
        assertThatThrownBy(broken::packedLessonsTeachWhatTheyTeachAlone).isInstanceOf(AssertionError.class);
    }

    private static Prompt unpacked(Prompt prompt) {
        Lesson lesson = prompt.lesson().orElseThrow();
        return prompt.with(new Lesson(lesson.targets(), new int[lesson.length()]));
    }

    @Test
    void aSecondRecordingIsNoticed() {
        Broken broken = new Broken(
                "record",
                (sound, none) -> recording(new Recording() {
                    @Override
                    public void backward(NDArray value) {
                        // Forgets everything.
                    }

                    @Override
                    public void close() {
                        // Nothing is open.
                    }
                }));
        assertThatThrownBy(broken::recordsOnceAtATime).isInstanceOf(AssertionError.class);
    }

    @Test
    void aGraphWithoutARecordingIsNoticed() {
        Broken broken = new Broken("loss", (sound, arguments) -> {
            NDArray leaf = sound.newManager().create(1f);
            leaf.setRequiresGradient(true);
            return new LessonLoss() {
                @Override
                public NDArray mean() {
                    return leaf;
                }

                @Override
                public int[] predicted(int example) {
                    return new int[0];
                }

                @Override
                public void close() {
                    leaf.getManager().close();
                }
            };
        });
        assertThatThrownBy(broken::recordsOnlyWhileARecordingIsOpen).isInstanceOf(AssertionError.class);
    }

    @Test
    void aFolderOfTheOldWeightsIsNoticed() throws IOException {
        Broken broken = new Broken("save", (sound, arguments) -> {
            try (TrainableBackbone old = SOUND.open()) {
                old.save((Path) arguments[0], (StoredFormat) arguments[1]);
            }
            return "saved";
        });
        assertThatThrownBy(() -> broken.aFolderInFloat32AnswersLikeTheModel(folder))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aTensorThatStaysIsNoticed() {
        Broken broken = new Broken("loss", (sound, arguments) -> {
            DecoderState state = (DecoderState) arguments[0];
            sound.newManager().create(1f);
            return sound.loss(state);
        });
        assertThatThrownBy(broken::leavesNoTensorBehind).isInstanceOf(AssertionError.class);
    }
}
