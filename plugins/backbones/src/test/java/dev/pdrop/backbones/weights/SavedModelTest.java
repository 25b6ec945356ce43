// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.InvalidModelException;
import dev.pdrop.spi.TrainableBackbone.StoredFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedModelTest {

    private static final List<NamedTensor> WEIGHTS = List.of(new NamedTensor("w", List.of(1L), () -> new float[] {2}));

    @TempDir
    private Path from;

    @TempDir
    private Path to;

    @BeforeEach
    void makeAModel() throws IOException {
        for (String name : List.of("tokenizer.json", "generation_config.json", "chat_template.jinja")) {
            Files.writeString(from.resolve(name), "{ \"of\":  \"" + name + "\" }");
        }
        Files.writeString(from.resolve("README.md"), "of the old weights");
        Files.writeString(from.resolve("model.safetensors"), "the old weights");
        Files.writeString(from.resolve("config.json"), "{\"dtype\": \"float32\", \"epsilon\": 1e-05}");
    }

    @Test
    void hasTheOldFilesByteForByteAndTheNewWeights() {
        SavedModel.write(from, to, WEIGHTS, StoredFormat.FLOAT32);

        for (String name : List.of("tokenizer.json", "generation_config.json", "chat_template.jinja")) {
            assertThat(to.resolve(name)).hasSameBinaryContentAs(from.resolve(name));
        }
        assertThat(to.resolve("README.md")).doesNotExist();
        assertThat(Checkpoint.open(to).names()).containsExactly("w");
    }

    @Test
    void theConfigurationNamesTheNewNumberFormatAndIsOtherwiseTheOldOne() throws IOException {
        SavedModel.write(from, to, WEIGHTS, StoredFormat.BFLOAT16);

        assertThat(to.resolve("config.json")).hasContent("""
                {
                  "dtype": "bfloat16",
                  "epsilon": 1e-05
                }
                """);
    }

    @Test
    void blocksThatSayTheFormatAgainAreAdaptedToo() throws IOException {
        Files.writeString(
                from.resolve("config.json"),
                "{\"text_config\": {\"torch_dtype\": \"bfloat16\", \"bias\": null}, \"torch_dtype\": \"bfloat16\"}");

        SavedModel.write(from, to, WEIGHTS, StoredFormat.FLOAT16);

        assertThat(to.resolve("config.json")).hasContent("""
                {
                  "text_config": {
                    "torch_dtype": "float16",
                    "bias": null
                  },
                  "torch_dtype": "float16"
                }
                """);
    }

    @Test
    void aLostConfigurationAndAFolderThatIsNotEmptyAreSaid() throws IOException {
        Files.writeString(to.resolve("tokenizer.json"), "something else");
        assertThatThrownBy(() -> SavedModel.write(from, to, WEIGHTS, StoredFormat.FLOAT32))
                .isInstanceOf(FailedRunException.class)
                .hasMessageStartingWith("expected to copy the files of " + from + " to " + to);
        assertThat(to.resolve("model.safetensors")).doesNotExist();

        Files.delete(from.resolve("config.json"));
        assertThatThrownBy(() -> SavedModel.write(from, to, WEIGHTS, StoredFormat.FLOAT32))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("config.json");
    }
}
