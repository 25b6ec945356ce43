// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.backbones.family.Settings;
import dev.pdrop.backbones.kernels.VisionKernels.Activation;
import dev.pdrop.spi.InvalidModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LlavaConfigTest {

    @TempDir
    private Path folder;

    @Test
    void fillsMissingKeysLikeTransformers() throws IOException {
        LlavaConfig config = read("{}");
        assertThat(config.imageToken()).isEqualTo(32000);
        assertThat(config.projectorBias()).isTrue();
        assertThat(config.decoder().layers()).isEqualTo(32);
        assertThat(config.decoder().hiddenSize()).isEqualTo(4096);
        assertThat(config.decoder().feedForwardSize()).isEqualTo(11008);
        assertThat(config.decoder().keyValueHeads()).isEqualTo(32);
        assertThat(config.decoder().headSize()).isEqualTo(128);
        assertThat(config.decoder().epsilon()).isEqualTo(1e-6);
        assertThat(config.decoder().ropeTheta()).isEqualTo(10000);
        // Without a vision_config LLaVA means CLIP-L at 336 pixels, not the defaults of CLIP's own configuration.
        assertThat(config.vision().imageSize()).isEqualTo(336);
        assertThat(config.vision().layers()).isEqualTo(23);
        assertThat(config.vision().visualTokens()).isEqualTo(576);
        assertThat(config.vision().activation()).isEqualTo(Activation.QUICK_GELU);
        assertThat(config.vision().epsilon()).isEqualTo(1e-5);
    }

    @Test
    void readsWhatIsWritten() throws IOException {
        LlavaConfig config = read("{'vocab_size':1,'image_token_index':7,'multimodal_projector_bias':false,"
                + "'vision_feature_layer':-1,'vision_feature_select_strategy':'full',"
                + "'vision_config':{'hidden_act':'gelu','num_hidden_layers':5,'image_size':28,'patch_size':14},"
                + "'text_config':{'model_type':'mistral','sliding_window':null,'head_dim':8,'vocab_size':99,"
                + "'attention_bias':true,'tie_word_embeddings':true,'rope_parameters':{'rope_theta':5e5}}}");
        assertThat(config.imageToken()).isEqualTo(7);
        assertThat(config.projectorBias()).isFalse();
        assertThat(config.vision().layers()).isEqualTo(5);
        assertThat(config.vision().visualTokens()).isEqualTo(5);
        assertThat(config.vision().activation()).isEqualTo(Activation.GELU);
        assertThat(config.decoder().vocabularySize()).isEqualTo(99);
        assertThat(config.decoder().keyValueHeads()).isEqualTo(8);
        assertThat(config.decoder().feedForwardSize()).isEqualTo(14336);
        assertThat(config.decoder().headSize()).isEqualTo(8);
        assertThat(config.decoder().ropeTheta()).isEqualTo(500000);
        assertThat(config.decoder().attentionBias()).isTrue();
        assertThat(config.decoder().feedForwardBias()).isFalse();
        assertThat(config.decoder().tiedEmbeddings()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"-1, 24", "-2, 23", "0, 0", "24, 24", "-25, 0"})
    void countsHiddenStatesLikeTransformers(int layer, int run) throws IOException {
        assertThat(read("{'vision_feature_layer':" + layer + "}").vision().layers())
                .isEqualTo(run);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'quantization_config':{'bits':4}} | no quantization_config | quantization_config | {\"bits\":4}",
                "{'projector_hidden_act':'relu'} | gelu | projector_hidden_act | \"relu\"",
                "{'vision_feature_layer':[-2,-5]} | a number | vision_feature_layer | [-2,-5]",
                "{'vision_feature_layer':25} | one of the 25 hidden states of the vision tower | vision_feature_layer | 25",
                "{'vision_feature_layer':-1.5} | a whole number | vision_feature_layer | -1.5",
                "{'vision_feature_select_strategy':'first'}"
                        + " | default or full | vision_feature_select_strategy | \"first\"",
                "{'vision_config':{'hidden_act':'relu'}} | quick_gelu or gelu | vision_config.hidden_act | \"relu\"",
                "{'vision_config':{'model_type':'siglip_vision_model'}}"
                        + " | clip_vision_model | vision_config.model_type | \"siglip_vision_model\"",
                "{'text_config':{'model_type':'qwen2'}} | llama or mistral | text_config.model_type | \"qwen2\"",
                "{'text_config':{'hidden_act':'gelu'}} | silu | text_config.hidden_act | \"gelu\"",
                "{'text_config':{'rope_scaling':{'factor':2}}}"
                        + " | no rope_scaling | text_config.rope_scaling | {\"factor\":2}",
                "{'text_config':{'rope_parameters':{'rope_type':'yarn'}}}"
                        + " | default | text_config.rope_parameters.rope_type | \"yarn\"",
                "{'text_config':{'sliding_window':4096}} | no sliding_window | text_config.sliding_window | 4096",
                "{'text_config':{'model_type':'mistral'}}"
                        + " | null (without the key Mistral looks back 4096 rows) | text_config.sliding_window | nothing",
                "{'text_config':{'num_attention_heads':3}}"
                        + " | a multiple of num_attention_heads, 3, | text_config.hidden_size | nothing",
                "{'text_config':{'num_key_value_heads':5}}"
                        + " | a divisor of num_attention_heads, 32, | text_config.num_key_value_heads | 5",
                "{'text_config':{'head_dim':7}} | an even number | text_config.head_dim | 7",
                "{'text_config':{'num_hidden_layers':0}}"
                        + " | a whole number of at least 1 | text_config.num_hidden_layers | 0",
                "{'text_config':{'rms_norm_eps':'x'}} | a number | text_config.rms_norm_eps | \"x\"",
                "{'text_config':{'rope_theta':0}} | a number above 0 | text_config.rope_theta | 0"
            })
    void refusesWhatItWouldNotCarryOutExactly(String json, String expected, String key, String found) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("expected " + expected + " for " + key + " in " + folder.resolve("config.json") + ", found "
                        + found + ": nothing else is supported yet; use another checkpoint");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'vision_config':3} | an object | vision_config | 3",
                "{'text_config':{'mlp_bias':1}} | true or false | text_config.mlp_bias | 1"
            })
    void refusesValuesOfTheWrongKind(String json, String expected, String key, String found) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("expected " + expected + ", found " + found + " at '" + key + "' in "
                        + folder.resolve("config.json") + ": correct the file");
    }

    private LlavaConfig read(String json) throws IOException {
        Path file = folder.resolve("config.json");
        Files.writeString(file, json.replace('\'', '"'));
        return LlavaConfig.read(Settings.read(file));
    }
}
