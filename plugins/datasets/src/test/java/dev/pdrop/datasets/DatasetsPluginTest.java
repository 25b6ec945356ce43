// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.spi.Plugin;
import dev.pdrop.spi.PluginFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class DatasetsPluginTest {

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(Plugin.class)).hasAtLeastOneElementOfType(DatasetsPlugin.class);
    }

    @Test
    void offersReadersAndMetricsUnderTheirNames() {
        assertThat(factories()).extracting(PluginFactory::name).containsExactly("jsonl", "glyph-vqa", "exact-match");
    }

    @Test
    void everyFactoryHasItsSettingsDescribedBesideItsConfiguration() throws IOException {
        for (PluginFactory<?, ?> factory : factories()) {
            try (var defaults = factory.configType().getResourceAsStream(factory.name() + ".conf")) {
                assertThat(defaults).as(factory.name()).isNotNull();
            }
        }
    }

    private static List<PluginFactory<?, ?>> factories() {
        DatasetsPlugin plugin = new DatasetsPlugin();
        List<PluginFactory<?, ?>> factories = new ArrayList<>(plugin.datasets());
        factories.addAll(plugin.metrics());
        return factories;
    }
}
