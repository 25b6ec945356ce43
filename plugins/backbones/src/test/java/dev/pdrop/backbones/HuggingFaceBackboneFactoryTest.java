// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.backbones.HuggingFaceBackboneFactory.Config;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.backbones.weights.WeightPlace;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.InvalidModelException;
import dev.pdrop.spi.Plugin;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.UnavailableDeviceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuggingFaceBackboneFactoryTest {

    private static final Path MODEL =
            Path.of("..", "methods", "src", "test", "resources", "parity", "models", "llava_gqa");

    private final HuggingFaceBackboneFactory factory = new HuggingFaceBackboneFactory();

    @Test
    void isOfferedByThePlugin() {
        assertThat(ServiceLoader.load(Plugin.class))
                .flatExtracting(Plugin::backbones)
                .extracting(backbone -> backbone.name())
                .contains("hugging-face");
        assertThat(HuggingFaceBackboneFactory.class.getResource("hugging-face.conf"))
                .isNotNull();
        assertThat(factory.description()).contains("LlavaForConditionalGeneration");
    }

    @Test
    void readsTheGeometryFromTheConfigurationAlone(@TempDir Path folder) throws IOException {
        Files.copy(MODEL.resolve("config.json"), folder.resolve("config.json"));
        assertThat(factory.geometry(config(folder, "cuda:7")))
                .isEqualTo(new Geometry(
                        6,
                        64,
                        4,
                        2,
                        16,
                        32,
                        320,
                        2048,
                        new Geometry.Vision(
                                new Geometry.Tower(2, 32, 64, 2, 2, 64, 588, 65, 65),
                                new Geometry.Projector(64, 32 * 64 + 64 * 64),
                                64)));
    }

    @Test
    void statesTheFacts() {
        try (Backbone backbone = factory.create(config(MODEL, "cpu"))) {
            assertThat(backbone.facts())
                    .containsEntry("family", "llava")
                    .containsEntry("model", "llava_gqa")
                    .containsEntry("device", "cpu")
                    .containsEntry("dtype", "float32")
                    .containsKeys("template", "pytorch", "djl");
        }
    }

    @Test
    void findsTheFamilyByTypeWhereNoArchitectureIsNamed(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"llava\"}");
        assertThat(factory.geometry(config(folder, "cpu")).layers()).isEqualTo(32);
    }

    @Test
    void saysWhichArchitecturesItKnows(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("config.json");
        Files.writeString(file, "{\"architectures\": [\"OtherModel\"], \"model_type\": \"llava\"}");
        assertThatThrownBy(() -> factory.geometry(config(folder, "cpu")))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("expected one of the architectures LlavaForConditionalGeneration,"
                        + " LlavaNextForConditionalGeneration, LlavaOnevisionForConditionalGeneration,"
                        + " SmolVLMForConditionalGeneration, Idefics3ForConditionalGeneration,"
                        + " Qwen2VLForConditionalGeneration, Qwen2_5_VLForConditionalGeneration in " + file
                        + ", found OtherModel: use a checkpoint of one of them");
    }

    @Test
    void saysThatThereIsNoModel(@TempDir Path folder) {
        Path file = folder.resolve("config.json");
        assertThatThrownBy(() -> factory.create(config(folder, "cpu")))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage(
                        "expected a readable file of UTF-8 text, found none at " + file + ": check the model folder");
    }

    @Test
    void saysThatThereIsNoFolder(@TempDir Path folder) {
        Path nowhere = folder.resolve("nowhere");
        assertThatThrownBy(() -> factory.geometry(config(nowhere, "cpu")))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("expected a model folder, found nothing at " + nowhere
                        + ": check the path, or fetch the checkpoint");
    }

    @Test
    void saysInWhichLineAConfigurationEnds(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("config.json");
        Files.writeString(file, "{\n \"architectures\": [\"LlavaFor");
        assertThatThrownBy(() -> factory.geometry(config(folder, "cpu")))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("expected JSON, found the end of the file in line 2 of " + file
                        + ": take the file from the checkpoint again");
        Files.writeString(file, "{\n \"a\": 1\n \"b\": 2}");
        assertThatThrownBy(() -> factory.geometry(config(folder, "cpu")))
                .hasMessageContaining("found something else in line 3 of ");
        Files.write(file, new byte[] {'{', (byte) 0xff, '}'});
        assertThatThrownBy(() -> factory.geometry(config(folder, "cpu"))).hasMessageContaining("expected UTF-8 text");
    }

    @Test
    void knowsWhatCanBeCapturedAndWhereItRunsWithoutWeights(@TempDir Path folder) throws IOException {
        Files.copy(MODEL.resolve("config.json"), folder.resolve("config.json"));
        Config config = config(folder, "cpu");
        assertThat(factory.supports(config, Capture.of(5, Capture.Kind.ATTENTION, Queries.Named.ALL)))
                .isTrue();
        assertThat(factory.supports(config, Capture.of(6, Capture.Kind.ATTENTION, Queries.Named.ALL)))
                .isFalse();
        assertThat(factory.supports(config, Capture.pixels())).isFalse();
        assertThatThrownBy(() -> factory.requireDevice(config(folder, "cuda:9999")))
                .isInstanceOf(UnavailableDeviceException.class);
        assertThatThrownBy(() -> factory.requireDevice(new Config(folder, "cpu", NumberFormat.FLOAT16, "auto")))
                .isInstanceOf(UnavailableDeviceException.class);
        factory.requireDevice(config);
    }

    @Test
    void saysThatAConfigurationIsNoJson(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("config.json");
        Files.writeString(file, "[1]");
        assertThatThrownBy(() -> factory.geometry(config(folder, "cpu")))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("expected a JSON object, found something else in " + file
                        + ": take the file from the checkpoint again");
    }

    @Test
    void saysThatWeightsAreMissingAndReleasesWhatWasOpened(@TempDir Path folder) throws IOException {
        Files.copy(MODEL.resolve("config.json"), folder.resolve("config.json"));
        Files.copy(MODEL.resolve("preprocessor_config.json"), folder.resolve("preprocessor_config.json"));
        Files.copy(MODEL.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        assertThatThrownBy(() -> factory.create(config(folder, "cpu")))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("expected model.safetensors or model.safetensors.index.json in " + folder
                        + ", found neither: give the folder of a Hugging Face model");
    }

    @Test
    void doesNotComputeInFloat16OnACpu() {
        assertThatThrownBy(() -> factory.create(new Config(MODEL, "cpu", NumberFormat.FLOAT16, "auto")))
                .isInstanceOf(UnavailableDeviceException.class)
                .hasMessage("expected a CUDA device for dtype = float16, found device = cpu:"
                        + " choose dtype = float32 or bfloat16, or device = cuda");
    }

    @Test
    void doesNotFallBackFromADeviceThatIsNotThere() {
        assertThatThrownBy(() -> factory.create(config(MODEL, "cuda:9999")))
                .isInstanceOf(UnavailableDeviceException.class)
                .hasMessageStartingWith("expected CUDA device 9999 for device = cuda:9999, found ")
                .hasMessageEndingWith(
                        ": choose device = cpu, or set PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR to a CUDA build");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "cuda:", "cuda:x", "CPU", ""})
    void refusesADeviceOfAnotherForm(String device) {
        assertThatThrownBy(() -> config(MODEL, device))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("device must be cpu, cuda or cuda:N, was " + device);
    }

    @ParameterizedTest
    @CsvSource({"cpu, BFLOAT16, bfloat16", "cuda:0, FLOAT32, float32"})
    void mapsWeightsForFloat32OnACpuAlone(String device, NumberFormat format, String dtype) {
        assertThatThrownBy(() -> new Config(MODEL, device, format, WeightPlace.MAPPED, "auto"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weights = mapped takes device = cpu and dtype = float32, found device = " + device
                        + " and dtype = " + dtype + ": set them so, or weights = loaded");
    }

    @Test
    void trainsNoWeightsThatStayInTheirFile() {
        assertThatThrownBy(() -> factory.createTrainable(
                        new Config(MODEL, "cpu", NumberFormat.FLOAT32, WeightPlace.MAPPED, "auto")))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("expected weights = loaded for a model that is trained, found mapped for " + MODEL
                        + ": leave weights out, or set it to loaded");
    }

    private static Config config(Path model, String device) {
        return new Config(model, device, NumberFormat.FLOAT32, "auto");
    }
}
