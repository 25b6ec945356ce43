// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import com.typesafe.config.ConfigOrigin;
import dev.pdrop.spi.ErrorKind;
import dev.pdrop.spi.PdropException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Collects what is wrong with a configuration, so that everything is reported at once.
 *
 * <p>Mutable, for one reading by one thread. A problem met twice, as by several values of an axis, counts once.
 */
public final class ConfigProblems {

    private final SortedSet<ConfigProblem> problems = new TreeSet<>();

    /** Adds a problem with a value. */
    public void add(ConfigOrigin origin, String path, String message) {
        add(SourceLocation.of(origin), path, message);
    }

    /** Adds a problem at a place. */
    public void add(SourceLocation location, String path, String message) {
        problems.add(new ConfigProblem(location, path, message, ErrorKind.CONFIG));
    }

    /** Adds what another part of the program found at a place. */
    public void add(SourceLocation location, String path, PdropException found) {
        problems.add(new ConfigProblem(location, path, String.valueOf(found.getMessage()), found.kind()));
    }

    /** Adds a problem. */
    public void add(ConfigProblem problem) {
        problems.add(problem);
    }

    /** Adds every problem of an exception thrown elsewhere. */
    public void addAll(InvalidConfigException exception) {
        problems.addAll(exception.problems());
    }

    /** Whether nothing is wrong so far. */
    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /** What is wrong, in order of files and lines. */
    public List<ConfigProblem> sorted() {
        return List.copyOf(problems);
    }

    /**
     * Ends the reading if anything is wrong.
     *
     * @throws InvalidConfigException with every problem
     */
    public void throwIfAny() {
        if (!isEmpty()) {
            throw new InvalidConfigException(sorted());
        }
    }
}
