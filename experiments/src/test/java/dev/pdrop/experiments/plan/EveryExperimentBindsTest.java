// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.Planning;
import dev.pdrop.spi.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EveryExperimentBindsTest {

    static List<Path> experiments() throws IOException {
        try (Stream<Path> files = Files.list(Planning.CONF.resolve("experiment"))) {
            return files.sorted().toList();
        }
    }

    static List<Path> methods() throws IOException {
        try (Stream<Path> files = Files.list(Planning.CONF.resolve("method"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void everyExperimentFileBindsAndSaysWhatItAsks(Path file) throws IOException {
        ExperimentPlan plan = Planning.real().experiments().read(file.toString(), List.of());

        assertThat(plan.arms()).isNotEmpty();
        assertThat(file.getFileName()).hasToString(plan.name() + ".conf");
        assertThat(Files.readString(file)).startsWith("# " + plan.question()).contains("# Source: ", "# Cost: ");
    }

    @ParameterizedTest
    @MethodSource("methods")
    void everyMethodFileBinds(Path file) {
        ArmPlan arm = Planning.real().methods().resolve(file.toString(), List.of());

        assertThat(arm.config().hasPath("schedule.use")).isTrue();
    }

    @Test
    void theQuickstartComparesArmsAtEqualAverageVisualTokens() {
        ExperimentPlan plan = Planning.real().experiments().read("quickstart", List.of());

        assertThat(plan.arms())
                .extracting(ArmPlan::name)
                .containsExactly("full", "pyramid-drop", "fastv-k2", "fastv-k3", "random");
        assertThat(plan.arms().subList(1, 5))
                .allSatisfy(arm -> assertThat(averageTokens(plan, arm)).isBetween(67.3, 67.5));
    }

    private static double averageTokens(ExperimentPlan plan, ArmPlan arm) {
        Schedule schedule = arm.method().plan(plan.geometry(), 144);
        return Arrays.stream(schedule.visualTokensPerLayer(12, 144)).average().orElseThrow();
    }
}
