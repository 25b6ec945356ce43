// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a run ran on.
 *
 * @param system operating system and processor architecture
 * @param processor model of the processor; its architecture where the system does not say
 * @param processors processors that the process may use
 */
public record Machine(String system, String processor, int processors) {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** The machine of this process. */
    static Machine ofProcess() {
        return new Machine(
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                processorModel(),
                Runtime.getRuntime().availableProcessors());
    }

    private static String processorModel() {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            // Not a Linux: the architecture has to do.
            return System.getProperty("os.arch");
        }
    }
}
