// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plugin;

import com.typesafe.config.Config;
import dev.pdrop.spi.PdropException;
import dev.pdrop.spi.PluginFactory;

/**
 * A plugin chosen by name, with its settings bound: ready to be made.
 *
 * @param factory the chosen factory
 * @param config its settings
 * @param effective {@code use} and every setting that holds, defaults included, paths absolute; values keep their
 *     origins
 * @param <C> the configuration record
 * @param <T> what is made
 */
public record PluginBlock<C extends Record, T>(PluginFactory<C, T> factory, C config, Config effective) {

    /** The name chosen with {@code use}. */
    public String name() {
        return factory.name();
    }

    /**
     * Makes the object; the caller owns it.
     *
     * @throws PdropException if what the settings name cannot be used, or a plugin from outside fails
     */
    public T create() {
        try {
            return factory.create(config);
        } catch (PdropException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            if (PluginOrigin.outsideJar(factory.getClass()).isEmpty()) {
                throw e;
            }
            throw new BrokenPluginException(
                    "expected the plugin " + name() + " to make what it offers, found that "
                            + PluginOrigin.describe(factory.getClass()) + " fails: " + LoadFailure.reason(e)
                            + "; update or remove its jar",
                    e);
        }
    }
}
