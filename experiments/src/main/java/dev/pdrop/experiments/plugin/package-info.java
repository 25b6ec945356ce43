/**
 * Plugins: found by {@link java.util.ServiceLoader}, chosen by name, carried by Guice.
 *
 * <p><b>In reading order.</b> A {@link dev.pdrop.experiments.plugin.PluginCatalog} holds every factory by
 * {@link dev.pdrop.experiments.plugin.PluginKind kind} and name; {@link dev.pdrop.experiments.plugin.PluginModule}
 * hands them to Guice; {@link dev.pdrop.experiments.plugin.PluginBlocks} binds a block such as <code>
 * ranker { use = pyramid-drop }</code> to a {@link dev.pdrop.experiments.plugin.PluginBlock}, which makes the object.
 */
@NullMarked
package dev.pdrop.experiments.plugin;

import org.jspecify.annotations.NullMarked;
