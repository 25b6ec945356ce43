// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/**
 * Makes one kind of plugin object from its configuration.
 *
 * <p>Configuration is a record whose components are the kebab-case keys of the configuration block; its compact
 * constructor checks ranges and throws {@link IllegalArgumentException}. A record holds no defaults: they stand, each
 * with a comment, in the resource {@code NAME.conf} beside the record's class ({@code NAME} being {@link #name()}),
 * which is also what {@code pdrop describe NAME} prints. A component of type {@link java.util.Optional} may be absent.
 *
 * @param <C> the configuration record
 * @param <T> what is made
 */
public interface PluginFactory<C extends Record, T> {

    /** The name chosen with {@code use = NAME}: kebab-case, unique among factories of its kind, never changed. */
    String name();

    /** One sentence for {@code pdrop list}: what it is, and its source if it is published. */
    String description();

    /** The record that the configuration block binds to. */
    Class<C> configType();

    /**
     * Makes the object; cheap except for a backbone, which reads its weights here.
     *
     * @throws PdropException if what the configuration names cannot be used
     */
    T create(C config);
}
