// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The most memory that this process held resident, since somebody last asked; 0 where the system does not say.
 *
 * @source Linux, proc(5): {@code VmHWM} of {@code /proc/self/status}, begun anew by a 5 in
 *     {@code /proc/self/clear_refs}
 */
final class PeakMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path BEGIN_ANEW = Path.of("/proc/self/clear_refs");
    private static final String PEAK = "VmHWM:";
    private static final double KIBIBYTES = 1024;

    private PeakMemory() {}

    /** In MiB; what comes after counts anew. */
    static double take() {
        try {
            double peak = Files.exists(STATUS) ? mebibytes(Files.readAllLines(STATUS)) : 0;
            if (Files.isWritable(BEGIN_ANEW)) {
                Files.writeString(BEGIN_ANEW, "5");
            }
            return peak;
        } catch (IOException e) {
            // A container may forbid it; a training goes on without this figure.
            return 0;
        }
    }

    /** The peak among the lines of a status. */
    static double mebibytes(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith(PEAK))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIBIBYTES)
                .findFirst()
                .orElse(0);
    }
}
