/**
 * Experiments: from configuration files to a plan, a run and its results.
 *
 * <p><b>In reading order.</b> {@code config} reads HOCON and binds it to records; {@code plugin} finds plugins and
 * binds their blocks; {@code plan} turns an experiment file into an immutable plan; {@code cli} is the command line.
 */
@NullMarked
package dev.pdrop.experiments;

import org.jspecify.annotations.NullMarked;
