// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.plan.Controls.ControlArm;
import dev.pdrop.experiments.plan.Controls.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The control of smaller pictures on a model whose pictures keep their size, and which enlarges small ones. */
final class DownsamplingControlTest {

    private static final Path MODEL = Path.of("../plugins/methods/src/test/resources/parity/models/qwen2_vl");

    @TempDir
    private Path folder = Path.of("");

    /** (1024 + 3 x 64) / 4 = 304 tokens: the root of 304/1024 is 0.5449, and 488 pixels are 17 squares. */
    @Test
    void aPictureThatMayBecomeSmallEnoughServes() throws IOException {
        Controls controls = controls(56 * 56);

        assertThat(controls.arms())
                .containsExactly(new ControlArm("downsample", "downsample of f", List.of("f"), true));
        assertThat(controls.leftOut()).isEmpty();
    }

    @Test
    void aPictureThatIsEnlargedAgainIsLeftOutByName() throws IOException {
        Controls controls = controls(500 * 28 * 28);

        assertThat(controls.arms()).isEmpty();
        assertThat(controls.leftOut())
                .extracting(LeftOut::sentence)
                .containsExactly("The control downsample is left out: 'f' has 304.0 visual tokens a layer on average,"
                        + " but an image of the usual size becomes 529 of them even at 0.5449 of each side");
    }

    @ParameterizedTest
    @CsvSource({"100, 121, true", "100, 122, false", "15.5, 16, false", "15.5, 15, true"})
    void onlyWholeRowsAndColumnsExcuseMoreTokens(double tokens, int becomes, boolean met) {
        int visualTokens = tokens == 100 ? 1024 : 16;
        assertThat(new Downsampling(0.5, tokens).isMetBy(becomes, visualTokens)).isEqualTo(met);
    }

    private Controls controls(int leastPixels) throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        Files.copy(MODEL.resolve("config.json"), model.resolve("config.json"));
        Files.writeString(
                model.resolve("preprocessor_config.json"),
                Files.readString(MODEL.resolve("preprocessor_config.json"))
                        .replace("3136", String.valueOf(leastPixels))
                        .replace("18816", "12845056"));
        Path file = Files.writeString(
                folder.resolve("controls.conf"), """
                include required("%s/base.conf")
                name = controls
                question = "Does it beat them?"
                backbone { use = hugging-face, model = "%s", template = plain }
                dataset = glyph-questions
                controls = [downsample]
                arms { f { method = fastv, schedule { use = single, layer = 1, keep = 64 } } }
                """.formatted(Planning.CONF.toAbsolutePath(), model));
        return Planning.real().experiments().read(file.toString(), List.of()).controls();
    }
}
