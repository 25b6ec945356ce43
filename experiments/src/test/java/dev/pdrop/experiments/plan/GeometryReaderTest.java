// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.pdrop.engine.cost.FullConvention;
import dev.pdrop.engine.cost.PaperConvention;
import dev.pdrop.engine.cost.Workload;
import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.config.ConfigGroup;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.config.GroupFile;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.spi.Geometry;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GeometryReaderTest {

    @Test
    void everyGeometryBindsAndNamesItsSource() {
        List<GroupFile> files =
                new ConfigGroups(Planning.CONF, ClassLoader.getPlatformClassLoader()).list(ConfigGroup.GEOMETRY);

        assertThat(files).hasSizeGreaterThan(8);
        for (GroupFile file : files) {
            Geometry geometry = read(file.name());
            assertThat(file.text()).as(file.name()).contains("# @source ");
            assertThat(new FullConvention().multiplyAdds(geometry, workload(geometry)))
                    .as(file.name())
                    .isPositive();
        }
    }

    @Test
    void theGeometryOfTheCheckpointThatComesAlongIsTheOneItHas() {
        assertThat(read("glyph-llava")).isEqualTo(Planning.glyphLlava());
    }

    /** Decoder weights of each model, as 2 multiply-adds a token count them, against its published size. */
    @ParameterizedTest(name = "{0}: {1} billion weights of the decoder")
    @CsvSource({
        "llava-1.5-7b,            6.74",
        "llava-1.5-13b,           13.02",
        "llava-next-7b,           6.74",
        "llava-next-mistral-7b,   7.24",
        "llava-onevision-qwen2-7b,7.62",
        "qwen2.5-vl-3b,           3.09",
        "qwen2.5-vl-7b,           7.62",
        "smolvlm,                 1.71"
    })
    void theSizesAddUpToThePublishedNumberOfWeights(String name, double billions) {
        Geometry geometry = read(name);
        double d = geometry.hiddenSize();
        double queries = (double) geometry.heads() * geometry.headSize();
        double keys = (double) geometry.keyValueHeads() * geometry.headSize();
        double layer = d * (2 * queries + 2 * keys) + 3 * d * geometry.feedForwardSize();
        // SmolLM2 and Qwen2.5 3B use their embeddings twice.
        int tables = name.equals("smolvlm") || name.equals("qwen2.5-vl-3b") ? 1 : 2;

        assertThat((geometry.layers() * layer + tables * d * geometry.vocabularySize()) / 1e9)
                .isCloseTo(billions, withPercentage(0.5));
    }

    @Test
    void takesTheNumberOfVisualTokensThatThePaperTakes() {
        Geometry next = read("llava-next-7b");

        assertThat(new PaperConvention().multiplyAdds(next, workload(next)) / 1e12)
                .isCloseTo(20.8, withPercentage(0.2));
    }

    private static Workload workload(Geometry geometry) {
        int[] counts = new int[geometry.layers()];
        Arrays.fill(counts, geometry.vision().visualTokens());
        return Workload.ofVisualTokens(counts);
    }

    private static Geometry read(String name) {
        return Planning.real()
                .injector()
                .getInstance(GeometryReader.class)
                .read(name, new SourceLocation("--geometry", 0));
    }
}
