// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plugin;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueFactory;
import dev.pdrop.experiments.config.ConfigLoader;
import dev.pdrop.spi.PluginFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The defaults of a plugin: the resource {@code NAME.conf} beside its configuration record. */
public final class PluginDefaults {

    private PluginDefaults() {}

    /** The defaults; empty if the plugin has none. */
    static ConfigObject of(PluginFactory<?, ?> factory) {
        return resource(factory)
                .map(url -> ConfigLoader.parse(
                                url, PluginOrigin.jarPrefix(factory.configType()) + factory.name() + ".conf")
                        .resolve()
                        .root())
                .orElseGet(() -> ConfigValueFactory.fromMap(Map.of()));
    }

    /** The text of the defaults, comments and all; empty if the plugin has none. */
    public static Optional<String> text(PluginFactory<?, ?> factory) {
        return resource(factory).map(PluginDefaults::read);
    }

    private static Optional<URL> resource(PluginFactory<?, ?> factory) {
        return Optional.ofNullable(factory.configType().getResource(factory.name() + ".conf"));
    }

    private static String read(URL url) {
        try (InputStream stream = url.openStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
