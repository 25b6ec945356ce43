// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.ConfigObject;
import dev.pdrop.experiments.config.ConfigLoader;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.ParsedConfig;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Recognises an experiment that forgets to include {@code base.conf}, which would lack all that stands there. */
final class MissingBase {

    /** May be absent. */
    private static final Set<String> OPTIONAL = Set.of("controls", "diagnose", "measure", "tracking");

    private MissingBase() {}

    /**
     * Reports the missing include as one problem and lays {@code base.conf} under the experiment, so that what else is
     * wrong is found as if it had been included.
     *
     * @param open the experiment, with overrides
     * @param parsed the file that was asked for
     * @param base what every experiment starts from, if there is such a file
     * @return the experiment as it is unless the include is missing
     */
    static ConfigObject laidUnder(
            ConfigObject open, ParsedConfig parsed, Optional<Path> base, ConfigProblems problems) {
        if (base.isEmpty() || parsed.files().contains(base.get())) {
            return open;
        }
        ConfigObject below = ConfigLoader.parse(base.get()).root();
        TreeSet<String> missing = new TreeSet<>(below.keySet());
        missing.removeAll(OPTIONAL);
        missing.removeIf(open::containsKey);
        // Who writes out all but one of them does without the file on purpose, and forgot that one.
        if (missing.size() < 2) {
            return open;
        }
        problems.add(
                parsed.location(),
                "",
                "expected what every experiment starts from, found no " + String.join(", ", missing)
                        + "; add this line above all others: include required(\"" + pathFrom(parsed.files(), base.get())
                        + "\")");
        return open.withFallback(below);
    }

    /** Relative to the file inside the toolkit's configuration folder, which may be moved; absolute elsewhere. */
    private static String pathFrom(List<Path> files, Path base) {
        Path conf = base.resolveSibling("");
        Path file = files.isEmpty() ? conf : files.get(files.size() - 1);
        Path folder = file.resolveSibling("");
        Path path = file.startsWith(conf) && !files.isEmpty() ? folder.relativize(base) : base;
        return path.toString().replace(File.separatorChar, '/');
    }
}
