// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.Planning;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EveryExperimentBindsTest {

    /** Name, question, number of arms. */
    private static final Pattern README_ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| [^|]* \\| (\\d+) \\|$");

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

    @Test
    void theReadmeSaysHowManyArmsTheReadyExperimentsHave() throws IOException {
        Matcher rows = README_ROW.matcher(Files.readString(Planning.CONF.resolveSibling("README.md")));
        List<String> listed = new ArrayList<>();
        while (rows.find()) {
            String name = rows.group(1);
            if (Files.exists(Planning.CONF.resolve("experiment").resolve(name + ".conf"))) {
                listed.add(name);
                assertThat(Planning.real().experiments().read(name, List.of()).arms())
                        .as(name)
                        .hasSize(Integer.parseInt(rows.group(2)));
            }
        }
        assertThat(listed)
                .containsExactly(
                        "quickstart",
                        "equal-budget",
                        "lambda",
                        "stages",
                        "layer-by-ratio",
                        "ranking-internals",
                        "positions");
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

    @Test
    void equalBudgetComparesArmsAtThreeAverages() {
        ExperimentPlan plan = Planning.real().experiments().read("equal-budget", List.of());

        for (int budget : List.of(48, 32, 16)) {
            assertThat(plan.arms())
                    .filteredOn(arm -> arm.name().endsWith("=" + budget))
                    .hasSize(10)
                    .allSatisfy(arm -> {
                        // A grid is averaged to rows times columns, which no budget is.
                        double nearest = arm.ranker().equals("average-pool") ? 2.5 : 0.5;
                        assertThat(averageTokens(plan, arm)).isBetween(budget - nearest, budget + nearest);
                    });
        }
    }

    @Test
    void layerByRatioDropsAtFourDepthsAndKeepsFourShares() {
        ExperimentPlan plan = Planning.real().experiments().read("layer-by-ratio", List.of());

        assertThat(plan.arms().subList(1, 17))
                .extracting(arm -> arm.method().plan(plan.geometry(), 144).visualTokensPerLayer(12, 144)[11])
                .isEqualTo(List.of(14, 36, 72, 108, 14, 36, 72, 108, 14, 36, 72, 108, 14, 36, 72, 108));
        assertThat(plan.arms().subList(1, 17))
                .extracting(arm ->
                        arm.method().plan(plan.geometry(), 144).stages().get(0).point())
                .containsOnly(Point.decoder(2), Point.decoder(3), Point.decoder(6), Point.decoder(9));
        assertThat(plan.arms()).hasSize(33);
    }

    private static double averageTokens(ExperimentPlan plan, ArmPlan arm) {
        Schedule schedule = arm.method().plan(plan.geometry(), 144);
        return Arrays.stream(schedule.visualTokensPerLayer(12, 144)).average().orElseThrow();
    }
}
