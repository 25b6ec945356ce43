// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import dev.pdrop.spi.ErrorKind;
import dev.pdrop.spi.PdropException;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration with at least one problem; the message has one line for each. */
public final class InvalidConfigException extends PdropException {

    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    /** Everything that is wrong, at least one problem. */
    public InvalidConfigException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** One problem. */
    public InvalidConfigException(SourceLocation location, String path, String message) {
        this(List.of(new ConfigProblem(location, path, message, ErrorKind.CONFIG)));
    }

    /** What is wrong, in order of files and lines. */
    public List<ConfigProblem> problems() {
        return problems;
    }

    /** {@link ErrorKind#PLUGIN} if nothing is wrong but names of plugins. */
    @Override
    public ErrorKind kind() {
        boolean pluginsOnly = problems.stream().allMatch(problem -> problem.kind() == ErrorKind.PLUGIN);
        return pluginsOnly ? ErrorKind.PLUGIN : ErrorKind.CONFIG;
    }
}
