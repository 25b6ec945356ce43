// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PeakMemoryTest {

    @Test
    void readsThePeakAmongTheLinesOfAStatus() {
        assertThat(PeakMemory.mebibytes(List.of("VmPeak:\t 9999 kB", "VmHWM:\t    3072 kB", "VmRSS:\t 1024 kB")))
                .isEqualTo(3);
        assertThat(PeakMemory.mebibytes(List.of("Name: java"))).isZero();
    }

    @Test
    void thisProcessHoldsSomeMemoryIfTheSystemTells() {
        if (Files.exists(Path.of("/proc/self/status"))) {
            assertThat(PeakMemory.take()).isGreaterThan(10);
        } else {
            assertThat(PeakMemory.take()).isZero();
        }
    }
}
