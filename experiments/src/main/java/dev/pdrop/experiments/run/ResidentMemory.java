// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.measure.MemoryGauge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The most memory of this process that was resident at once, as Linux counts it. */
final class ResidentMemory implements MemoryGauge {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path RESET = Path.of("/proc/self/clear_refs");
    private static final String PEAK = "VmHWM:";

    /** What makes Linux forget the peak. */
    private static final String FORGET = "5";

    private static final long KIBIBYTE = 1024;

    private boolean forgets = true;

    @Override
    public void reset() {
        try {
            Files.writeString(RESET, FORGET);
        } catch (IOException e) {
            // A peak of earlier arms would pass for one of this arm.
            forgets = false;
        }
    }

    @Override
    public OptionalLong peakBytes() {
        if (!forgets) {
            return OptionalLong.empty();
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> KIBIBYTE * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
