// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.TrainableBackbone;
import dev.pdrop.spi.TrainableBackbone.StoredFormat;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link TrainableBackbone} promises about the folders that it writes.
 *
 * <p>Implement it in a test class and open a small model in float32.
 */
public interface SavedModelContract {

    /** Opens the same model each time: at least three layers, float32. The contract closes it. */
    TrainableBackbone open();

    /** Opens a folder that a model was saved to, to be trained, in float32. The contract closes it. */
    TrainableBackbone open(Path folder);

    /** At least three questions of words that the model knows. */
    List<String> questions();

    /** A folder in float32 answers like the model, to the bit. */
    @Test
    default void aFolderInFloat32AnswersLikeTheModel(@TempDir Path parent) throws IOException {
        try (TrainableBackbone model = open()) {
            move(model);
            float[] expected = logits(model);
            Path folder = saved(model, parent, StoredFormat.FLOAT32);
            try (TrainableBackbone again = open(folder)) {
                assertThat(logits(again)).isEqualTo(expected);
            }
        }
    }

    /** In two bytes, each weight is the nearest that the format knows. */
    @Test
    default void aFolderInTwoBytesHoldsTheNearestWeights(@TempDir Path parent) throws IOException {
        for (StoredFormat format : new StoredFormat[] {StoredFormat.FLOAT16, StoredFormat.BFLOAT16}) {
            try (TrainableBackbone model = open()) {
                move(model);
                try (TrainableBackbone again = open(saved(model, parent, format))) {
                    assertNearest(model.parameters(), again.parameters(), format);
                }
            }
        }
    }

    /** A model that was opened from two bytes a weight loses nothing when it is stored so again. */
    @Test
    default void aFolderInTwoBytesAnswersLikeTheModelThatWasOpenedFromOne(@TempDir Path parent) throws IOException {
        for (StoredFormat format : new StoredFormat[] {StoredFormat.FLOAT16, StoredFormat.BFLOAT16}) {
            try (TrainableBackbone model = open();
                    TrainableBackbone rounded = open(saved(model, parent, format));
                    TrainableBackbone again = open(saved(rounded, parent, format))) {
                assertThat(logits(again)).isEqualTo(logits(rounded)).isNotEqualTo(logits(model));
            }
        }
    }

    /** What is saved is what was learnt, not what the model was opened from. */
    private static void move(TrainableBackbone model) {
        for (Parameter parameter : model.parameters()) {
            float[] values = parameter.value().toFloatArray();
            for (int i = 0; i < values.length; i++) {
                values[i] *= 1.0009f;
            }
            parameter.value().set(FloatBuffer.wrap(values));
        }
    }

    private static void assertNearest(List<Parameter> exact, List<Parameter> stored, StoredFormat format) {
        // Half of the last significant bit; float16 has no numbers between multiples of 2^-24.
        double relative = format == StoredFormat.FLOAT16 ? 0x1p-11 : 0x1p-8;
        double absolute = format == StoredFormat.FLOAT16 ? 0x1p-25 : 0;
        for (int number = 0; number < exact.size(); number++) {
            float[] before = exact.get(number).value().toFloatArray();
            float[] after = stored.get(number).value().toFloatArray();
            assertThat(stored.get(number).name()).isEqualTo(exact.get(number).name());
            assertThat(after).hasSameSizeAs(before);
            for (int i = 0; i < before.length; i++) {
                assertThat(Math.abs((double) after[i] - before[i]))
                        .as("%s[%d]", exact.get(number).name(), i)
                        .isLessThanOrEqualTo(Math.max(relative * Math.abs(before[i]), absolute));
            }
        }
    }

    private static Path saved(TrainableBackbone model, Path parent, StoredFormat format) throws IOException {
        Path folder = Files.createTempDirectory(parent, "model");
        model.save(folder, format);
        return folder;
    }

    private float[] logits(Backbone model) {
        // Closing it is the business of whoever opened it.
        BackboneBench bench = new BackboneBench(model, questions());
        try (DecoderState state = bench.start(List.of(bench.one(0)))) {
            return bench.finish(state)[0];
        }
    }
}
