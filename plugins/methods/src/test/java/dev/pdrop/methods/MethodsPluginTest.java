// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.spi.Plugin;
import dev.pdrop.spi.PluginFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class MethodsPluginTest {

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(Plugin.class)).hasAtLeastOneElementOfType(MethodsPlugin.class);
    }

    @Test
    void offersEachMethodUnderItsName() {
        assertThat(factories())
                .extracting(PluginFactory::name)
                .containsExactly(
                        "pyramid-drop", "fastv", "random", "uniform", "average-pool", "pyramid", "single", "none");
    }

    @Test
    void everyFactoryHasCommentedDefaultsBesideItsConfiguration() throws java.io.IOException {
        for (PluginFactory<?, ?> factory : factories()) {
            try (var defaults = factory.configType().getResourceAsStream(factory.name() + ".conf")) {
                assertThat(defaults).as(factory.name()).isNotNull();
                assertThat(new String(defaults.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                        .startsWith("# ");
            }
        }
    }

    private static List<PluginFactory<?, ?>> factories() {
        MethodsPlugin plugin = new MethodsPlugin();
        List<PluginFactory<?, ?>> factories = new ArrayList<>(plugin.tokenRankers());
        factories.addAll(plugin.stageSchedulers());
        return factories;
    }
}
