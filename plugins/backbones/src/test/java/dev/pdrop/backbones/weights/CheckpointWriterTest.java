// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.backbones.weights.Safetensors.Stored;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.TrainableBackbone.StoredFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointWriterTest {

    /* Numbers that every format holds exactly. */
    private static final float[] NUMBERS = {0, 1, -2, 0.5f, 96, -0.015625f};

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("model.safetensors");
    }

    private static NamedTensor tensor(String name, float[] values, Long... shape) {
        return new NamedTensor(name, List.of(shape), () -> values);
    }

    @Test
    void theHeaderSaysWhereWhatLiesAndThatItIsPyTorch() throws IOException {
        new CheckpointWriter(StoredFormat.FLOAT16)
                .write(file(), List.of(tensor("b", NUMBERS, 2L, 3L), tensor("a", new float[] {1}, 1L)));

        String header = "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"a\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2]},"
                + "\"b\":{\"dtype\":\"F16\",\"shape\":[2,3],\"data_offsets\":[2,14]}}";
        byte[] content = Files.readAllBytes(file());
        int length = (header.length() + 7) / 8 * 8;
        assertThat(content).hasSize(8 + length + 14).startsWith(length, 0, 0, 0, 0, 0, 0, 0);
        assertThat(new String(content, 8, length, java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(header + " ".repeat(length - header.length()));
        assertThat(content)
                .endsWith(0x00, 0x3c, 0x00, 0x00, 0x00, 0x3c, 0x00, 0xc0, 0x00, 0x38, 0x00, 0x56, 0x00, 0xa4);
    }

    /** The file was written by the reference implementation. */
    @ParameterizedTest
    @ValueSource(strings = {"llava_a", "llava_gqa"})
    void writesTheBytesOfTheReferenceImplementation(String model) throws IOException {
        Path original = Path.of("..", "methods", "src", "test", "resources", "parity", "models", model)
                .resolve("model.safetensors");
        List<NamedTensor> tensors = new ArrayList<>();
        for (Map.Entry<String, Stored> entry : Safetensors.read(original).entrySet()) {
            tensors.add(new NamedTensor(
                    entry.getKey(),
                    entry.getValue().shape(),
                    () -> entry.getValue().floats()));
        }
        Collections.shuffle(tensors, new java.util.Random(1));

        new CheckpointWriter(StoredFormat.FLOAT32).write(file(), tensors);

        assertThat(file()).hasSameBinaryContentAs(original);
    }

    @ParameterizedTest
    @EnumSource(StoredFormat.class)
    void ourReaderFindsWhatWasWritten(StoredFormat format) {
        new CheckpointWriter(format, 8)
                .write(file(), List.of(tensor("one", NUMBERS, 2L, 3L), tensor("zero", new float[] {7}, 1L, 1L)));

        Checkpoint checkpoint = Checkpoint.open(folder);
        assertThat(checkpoint.names()).containsExactly("one", "zero");
        assertThat(checkpoint.require("one", 2, 3).format().isWeight()).isTrue();
        assertThat(checkpoint.require("zero", 1, 1).position()
                        - checkpoint.require("one", 2, 3).position())
                .isEqualTo(NUMBERS.length * (format == StoredFormat.FLOAT32 ? 4L : 2L));
    }

    @Test
    void aNumberThatIsNotFiniteInTheFormatLeavesTheOldFile() throws IOException {
        Files.writeString(file(), "old");
        float[] tooLarge = {1, 65520};

        assertThatThrownBy(() ->
                        new CheckpointWriter(StoredFormat.FLOAT16).write(file(), List.of(tensor("w", tooLarge, 2L))))
                .isInstanceOf(FailedRunException.class)
                .hasMessage("expected weights that are finite in F16, found 65520.0 in tensor w: go back to an earlier"
                        + " checkpoint, or store them in a wider format");
        assertThatThrownBy(() -> new CheckpointWriter(StoredFormat.FLOAT32)
                        .write(file(), List.of(tensor("w", new float[] {Float.NaN}, 1L))))
                .hasMessageContaining("found NaN in tensor w");

        assertThat(file()).hasContent("old");
        assertThat(folder).isDirectoryNotContaining("glob:**.partial");
        new CheckpointWriter(StoredFormat.BFLOAT16).write(file(), List.of(tensor("w", tooLarge, 2L)));
        assertThat(Checkpoint.open(folder).names()).containsExactly("w");
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() {
        Path nowhere = folder.resolve("nowhere").resolve("model.safetensors");

        assertThatThrownBy(() -> new CheckpointWriter(StoredFormat.FLOAT32).write(nowhere, List.of()))
                .isInstanceOf(FailedRunException.class)
                .hasMessageStartingWith("expected to write " + nowhere + ", found an output error");
    }

    @Test
    void namesAreWrittenOnceAndShapesFit() {
        CheckpointWriter writer = new CheckpointWriter(StoredFormat.FLOAT32);

        assertThatThrownBy(() -> writer.write(file(), List.of(tensor("w", NUMBERS, 6L), tensor("w", NUMBERS, 6L))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two tensors are named w");
        assertThatThrownBy(() -> writer.write(file(), List.of(tensor("w", NUMBERS, 7L))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor w of shape [7] came with 6 numbers");
        assertThat(file()).doesNotExist();
    }
}
