// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import dev.pdrop.experiments.plugin.PluginKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Where a plugin stands in an experiment, and what its block takes beside the plugin's own settings. */
public final class BlockGuide {

    private BlockGuide() {}

    /**
     * The guide, as comments of a configuration file.
     *
     * @param kind what the plugin is
     * @param name the name of the plugin
     */
    public static String of(PluginKind kind, String name) {
        String resource = "block/" + kind.label() + ".conf";
        try (InputStream stream = Objects.requireNonNull(BlockGuide.class.getResourceAsStream(resource), resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("NAME", name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
