// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.qwenvl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.family.Settings;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.backbones.kernels.WindowKernels.Style;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.InvalidModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What config.json says, as the hub has it and as transformers 5 writes it. */
class QwenVlConfigTest {

    private static final String SEVEN = "'hidden_size':3584,'intermediate_size':18944,'num_attention_heads':28,"
            + "'num_hidden_layers':28,'num_key_value_heads':4,'rms_norm_eps':1e-06,'rope_theta':1000000.0,"
            + "'sliding_window':32768,'use_sliding_window':false,'max_window_layers':28,'vocab_size':152064,"
            + "'max_position_embeddings':128000,'rope_scaling':{'type':'mrope','mrope_section':[16,24,24]}";

    private static final String TOWER = "'vision_config':{'depth':32,'hidden_act':'silu','hidden_size':1280,"
            + "'intermediate_size':3420,'num_heads':16,'in_chans':3,'out_hidden_size':3584,'patch_size':14,"
            + "'spatial_merge_size':2,'spatial_patch_size':14,'window_size':112,"
            + "'fullatt_block_indexes':[7,15,23,31],'tokens_per_second':2,'temporal_patch_size':2}";

    private static final String TWO = "{'model_type':'qwen2_vl'," + SEVEN
            + ",'vision_config':{'depth':32,'embed_dim':1280,'mlp_ratio':4,'num_heads':16,'hidden_size':3584%s}%s}";

    private static final String TWO_AND_A_HALF =
            "{'model_type':'qwen2_5_vl','architectures':['Qwen2_5_VLForConditionalGeneration']," + SEVEN + "," + TOWER
                    + "%s}";

    @TempDir
    private Path folder;

    @Test
    void readsThePublishedQwen25() throws IOException {
        QwenVlConfig config = read(TWO_AND_A_HALF.formatted(""), "qwen2_5_vl");
        assertThat(config.decoder().axes())
                .containsExactlyElementsOf(
                        Stream.of(Collections.nCopies(16, 0), Collections.nCopies(24, 1), Collections.nCopies(24, 2))
                                .flatMap(List::stream)
                                .toList());
        assertThat(config.decoder().headSize()).isEqualTo(128);
        assertThat(config.decoder().ropeTheta()).isEqualTo(1e6);
        assertThat(config.decoder().attentionBias()).isTrue();
        assertThat(config.decoder().outputBias()).isFalse();
        assertThat(config.decoder().tiedEmbeddings()).isFalse();
        assertThat(config.vision().style()).isEqualTo(Style.GATED);
        assertThat(config.vision().window()).isEqualTo(4);
        assertThat(config.vision().wholeLayers()).containsExactlyInAnyOrder(7, 15, 23, 31);
        assertThat(config.imageToken()).isEqualTo(151655);
    }

    @Test
    void readsThePublishedQwen2() throws IOException {
        QwenVlConfig config = read(TWO.formatted("", ",'tie_word_embeddings':true"), "qwen2_vl");
        assertThat(config.vision().style()).isEqualTo(Style.QUICK_GELU);
        assertThat(config.vision().feedForwardSize()).isEqualTo(5120);
        assertThat(config.vision().window()).isEqualTo(QwenVisionConfig.UNBOUNDED);
        assertThat(config.vision().attendsToAll(0)).isTrue();
        assertThat(config.decoder().tiedEmbeddings()).isTrue();
    }

    @Test
    void fillsMissingKeysLikeTransformers() throws IOException {
        QwenVlConfig config = read(
                "{'text_config':{'num_key_value_heads':null},'vision_config':{'out_hidden_size':8192}}", "qwen2_5_vl");
        assertThat(config.decoder().layers()).isEqualTo(80);
        assertThat(config.decoder().heads()).isEqualTo(64);
        assertThat(config.decoder().keyValueHeads()).isEqualTo(64);
        assertThat(config.decoder().epsilon()).isEqualTo(1e-5);
        assertThat(config.decoder().ropeTheta()).isEqualTo(1e6);
        assertThat(config.vision().hiddenSize()).isEqualTo(3584);
        assertThat(config.vision().feedForwardSize()).isEqualTo(3420);
        assertThat(config.vision().wholeLayers()).containsExactlyInAnyOrder(7, 15, 23, 31);
        assertThat(config.vision().ropeTheta()).isEqualTo(10000);
        QwenVlConfig eight = read("{'text_config':{},'vision_config':{'out_hidden_size':8192}}", "qwen2_5_vl");
        assertThat(eight.decoder().keyValueHeads()).isEqualTo(8);
    }

    /** The figures of conf/geometry/qwen2.5-vl-7b.conf, which are counted by hand. */
    @Test
    void theUsualPictureHas896PixelsASide() throws IOException {
        Files.writeString(
                folder.resolve("config.json"), TWO_AND_A_HALF.formatted("").replace('\'', '"'));
        Files.writeString(
                folder.resolve("preprocessor_config.json"),
                ("{'image_processor_type':'Qwen2VLImageProcessor','min_pixels':3136,'max_pixels':12845056,"
                                + "'patch_size':14,'temporal_patch_size':2,'merge_size':2}")
                        .replace('\'', '"'));
        Geometry geometry = new HuggingFaceBackboneFactory()
                .geometry(new HuggingFaceBackboneFactory.Config(folder, "cpu", NumberFormat.FLOAT32, "plain"));
        assertThat(geometry.vision())
                .isEqualTo(new Geometry.Vision(
                        new Geometry.Tower(32, 1280, 3420, 3, 16, 4096, 1176, 4096, 568),
                        new Geometry.Projector(1024, 44564480),
                        1024));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                ",'rope_scaling':{'type':'yarn','factor':4,'mrope_section':[16,24,24]}"
                        + " | mrope or default | rope_scaling.type | \"yarn\"",
                ",'rope_scaling':{'rope_type':'dynamic'} | mrope or default | rope_scaling.rope_type | \"dynamic\"",
                ",'rope_scaling':{'type':'mrope','mrope_section':[16,24]} | three numbers whose sum is half of a head's"
                        + " width, 64, | rope_scaling.mrope_section | [16,24]",
                ",'rope_scaling':{'type':'mrope','mrope_section':[16,24,23]} | three numbers whose sum is half of a"
                        + " head's width, 64, | rope_scaling.mrope_section | [16,24,23]",
                ",'use_sliding_window':true | false | use_sliding_window | true",
                ",'layer_types':['sliding_attention'] | full_attention alone | layer_types | [\"sliding_attention\"]",
                ",'quantization_config':{'bits':4} | no quantization_config | quantization_config | {\"bits\":4}",
                ",'hidden_act':'gelu' | silu | hidden_act | \"gelu\"",
                ",'vision_config':{'hidden_act':'gelu'} | silu | vision_config.hidden_act | \"gelu\"",
                ",'vision_config':{'in_chans':1} | 3 | vision_config.in_chans | 1",
                ",'vision_config':{'window_size':20} | at least 28 | vision_config.window_size | 20",
                ",'vision_config':{'temporal_patch_size':9}"
                        + " | a whole number from 1 to 8 | vision_config.temporal_patch_size | 9",
                ",'vision_config':{'hidden_size':131072}"
                        + " | a whole number from 1 to 65536 | vision_config.hidden_size | 131072",
                ",'vision_config':{'num_heads':3}"
                        + " | a multiple of four times num_heads, 12, | vision_config.hidden_size | nothing",
                ",'vision_config':{'out_hidden_size':64}"
                        + " | the decoder's width, 3584, | vision_config.out_hidden_size | 64",
                ",'vision_config':{'rope_parameters':{'rope_type':'default'}}"
                        + " | axial | vision_config.rope_parameters.rope_type | \"default\"",
                ",'vision_config':{'model_type':'qwen2_vl_vision'}"
                        + " | qwen2_5_vl_vision or qwen2_5_vl | vision_config.model_type | \"qwen2_vl_vision\"",
                ",'model_type':'qwen2_vl' | qwen2_5_vl | model_type | \"qwen2_vl\""
            })
    void refusesWhatItWouldNotCarryOutExactly(String change, String expected, String key, String found) {
        assertThatThrownBy(() -> read(TWO_AND_A_HALF.formatted(change), "qwen2_5_vl"))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("expected " + expected + " for " + key + " in " + folder.resolve("config.json") + ", found "
                        + found + ": nothing else is supported yet; use another checkpoint");
    }

    @Test
    void refusesAnotherActivationInTheTowerOfQwen2() {
        assertThatThrownBy(() -> read(TWO.formatted(",'hidden_act':'gelu'", ""), "qwen2_vl"))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageStartingWith("expected quick_gelu for vision_config.hidden_act");
    }

    private QwenVlConfig read(String json, String type) throws IOException {
        Path file = folder.resolve("config.json");
        Files.writeString(file, json.replace('\'', '"'));
        return QwenVlConfig.read(Settings.read(file), type);
    }
}
