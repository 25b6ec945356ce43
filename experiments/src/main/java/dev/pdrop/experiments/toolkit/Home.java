// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.toolkit;

import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.config.SourceLocation;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder that the toolkit is installed in.
 *
 * @param root absolute
 */
public record Home(Path root) {

    /** The system property by which the launcher says where it stands. */
    public static final String PROPERTY = "pdrop.home";

    /** Makes the path absolute. */
    public Home {
        root = root.toAbsolutePath().normalize();
    }

    /** Where the launcher says that it stands; the working directory if nobody says. */
    public static Home ofProcess() {
        return new Home(Path.of(System.getProperty(PROPERTY, "")));
    }

    /**
     * The folder that holds the groups {@code backbone/}, {@code method/}, {@code dataset/} and {@code experiment/}.
     *
     * @throws InvalidConfigException if it is not there
     */
    public Path conf() {
        Path conf = root.resolve("experiments").resolve("conf");
        if (!Files.isDirectory(conf)) {
            throw new InvalidConfigException(
                    new SourceLocation(conf.toString(), 0),
                    "",
                    "expected the folder of configuration groups, found nothing; start with the pdrop script, or set -D"
                            + PROPERTY + " to the folder that holds it");
        }
        return conf;
    }

    /** The folder that runs are in unless an experiment says otherwise; need not be there. */
    public Path runs() {
        return root.resolve("runs");
    }
}
