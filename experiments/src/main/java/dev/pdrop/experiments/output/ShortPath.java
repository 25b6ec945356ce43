// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.output;

import java.nio.file.Path;

/** Writes paths as people like to read them. */
public final class ShortPath {

    private ShortPath() {}

    /** A path below the working directory as it is from there; any other as it is. */
    public static Path of(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path) : path;
    }
}
