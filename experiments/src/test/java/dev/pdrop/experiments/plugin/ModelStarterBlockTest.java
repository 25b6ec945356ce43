// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.config.ConfigBlock;
import dev.pdrop.experiments.config.ConfigLoader;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.spi.ModelStarter;
import dev.pdrop.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks that begin a new model, with the real plugins. */
final class ModelStarterBlockTest {

    @TempDir
    private Path folder;

    private final ConfigProblems problems = new ConfigProblems();

    private Optional<PluginBlock<?, ModelStarter>> bind(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("train.conf"), text);
        Config config = ConfigLoader.parse(file.toUri().toURL(), "train.conf").resolve();
        ConfigBlock block = ConfigBlock.of(config.getObject("model"), "model");
        return Planning.real().injector().getInstance(PluginBlocks.class).modelStarter(block, problems);
    }

    private String found() {
        return problems.sorted().stream().map(Object::toString).collect(Collectors.joining("\n"));
    }

    @Test
    void theDefaultsAreAModelOfTheirOwn() throws IOException {
        Optional<PluginBlock<?, ModelStarter>> block = bind("model { use = llava, decoder.layers = 3 }");

        assertThat(found()).isEmpty();
        assertThat(block).hasValueSatisfying(bound -> {
            assertThat(bound.create().backbone()).isEqualTo("hugging-face");
            assertThat(bound.effective().getInt("decoder.layers")).isEqualTo(3);
            assertThat(bound.effective().getInt("vision.image-size")).isEqualTo(96);
        });
    }

    @Test
    void sizesThatDoNotFitAreErrorsWithFileAndLine() throws IOException {
        assertThat(bind("""
                model {
                  use = llava
                  vision {
                    heads = 5
                  }
                  decoder {
                    hidden-size = 90
                    rope-thata = 5
                  }
                  initialization.mimetic = 2
                }
                """)).isEmpty();

        Golden.assertMatches("plugin/model-starter", found());
    }

    @Test
    void anUnknownStarterSuggestsTheNearest() throws IOException {
        assertThat(bind("model { use = lava }")).isEmpty();

        assertThat(found()).isEqualTo("train.conf:1: model.use: unknown model starter 'lava'; did you mean 'llava'?");
    }
}
