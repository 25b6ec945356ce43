/**
 * HOCON files, bound to records with every problem reported at once.
 *
 * <p><b>In reading order.</b> A {@link dev.pdrop.experiments.config.ConfigLoader} parses files so that nothing missing
 * goes unnoticed; {@link dev.pdrop.experiments.config.ConfigGroups} knows the folders of alternatives
 * ({@code backbone/}, {@code method/}, ..); an {@link dev.pdrop.experiments.config.ConfigOverride} is one {@code --set
 * path=value}; {@link dev.pdrop.experiments.config.Overlay} lays one block over another; a
 * {@link dev.pdrop.experiments.config.RecordBinder} turns what results into records and collects
 * {@link dev.pdrop.experiments.config.ConfigProblem problems}, which
 * {@link dev.pdrop.experiments.config.ConfigProblems} throws once as
 * {@link dev.pdrop.experiments.config.InvalidConfigException}; {@link dev.pdrop.experiments.config.ConfigText} writes
 * configuration back as HOCON.
 */
@NullMarked
package dev.pdrop.experiments.config;

import org.jspecify.annotations.NullMarked;
