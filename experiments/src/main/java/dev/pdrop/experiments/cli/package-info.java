/**
 * The command line.
 *
 * <p><b>In reading order.</b> {@link dev.pdrop.experiments.cli.Main} starts it and turns failures into exit codes
 * ({@link dev.pdrop.experiments.cli.Failures}); {@link dev.pdrop.experiments.cli.Commands} lists the commands, one
 * class each; a {@link dev.pdrop.experiments.toolkit.Toolkit} gives them what they need, made when it is first asked
 * for.
 */
@NullMarked
package dev.pdrop.experiments.cli;

import org.jspecify.annotations.NullMarked;
