// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A home of the toolkit that has everything but runs, so that a test neither finds any nor leaves some behind. */
public final class HomeCopy {

    private static final List<String> PARTS =
            List.of("experiments/conf", "experiments/models", "experiments/data", "notebooks");

    private HomeCopy() {}

    /** Copies what the toolkit brings along into a folder. */
    public static Path in(Path folder) throws IOException {
        Path root = Path.of("..").toAbsolutePath().normalize();
        for (String part : PARTS) {
            List<Path> files;
            try (Stream<Path> all = Files.walk(root.resolve(part))) {
                files = all.filter(Files::isRegularFile).toList();
            }
            for (Path file : files) {
                Path copy = folder.resolve(root.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return folder;
    }
}
