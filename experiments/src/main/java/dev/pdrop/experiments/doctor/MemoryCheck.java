// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** The machine's memory; tensors lie outside the heap of Java. */
final class MemoryCheck implements Check {

    private static final String SUBJECT = "memory";
    private static final long LITTLE = 2L << 30;

    private final Path kernel;

    /**
     * A check.
     *
     * @param kernel what the kernel says of the memory; other systems have no such file
     */
    MemoryCheck(Path kernel) {
        this.kernel = kernel;
    }

    @Override
    public List<Finding> findings() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        // What is free leaves out what the kernel would give back, so it is the second choice.
        long available = available().orElse(system.getFreeMemorySize());
        String found = Bytes.text(available) + " available of " + Bytes.text(system.getTotalMemorySize());
        return List.of(
                available < LITTLE
                        ? Finding.warn(
                                SUBJECT,
                                found,
                                "enough for the embedded model; a 7B model needs 5 GiB with weights = mapped, and 15 GiB in bfloat16")
                        : Finding.ok(SUBJECT, found));
    }

    private OptionalLong available() {
        try {
            return Files.isReadable(kernel)
                    ? Files.readAllLines(kernel).stream()
                            .filter(line -> line.matches("MemAvailable:\\s+\\d+ kB"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                            .findFirst()
                    : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
