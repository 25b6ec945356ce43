// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.experiments.Planning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MethodResolverTest {

    private final MethodResolver methods = Planning.in(Planning.CONF).methods();

    @Test
    void aNameWithOverridesInsideTheMethodGivesThatMethod() {
        ArmPlan arm = methods.resolve("pyramid-drop", List.of("schedule.layers=[3,5,10]", "positions=original"));

        assertThat(arm.name()).isEqualTo("pyramid-drop");
        assertThat(arm.config().getIntList("schedule.layers")).containsExactly(3, 5, 10);
        assertThat(arm.config().getString("positions")).isEqualTo("original");
        assertThat(arm.schedule()).isEqualTo("pyramid with 3 stages");
    }

    @Test
    void aFileMayStandForAMethodAndBuildOnAnother(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.conf"), "method = fastv\nschedule { layer = 4 }");

        ArmPlan arm = methods.resolve(file.toString(), List.of());

        assertThat(arm.name()).isEqualTo("mine");
        assertThat(arm.ranker()).isEqualTo("fastv");
        assertThat(arm.config().getInt("schedule.layer")).isEqualTo(4);
    }

    @Test
    void wrongOverridesAreReportedTogether() {
        assertThatThrownBy(() -> methods.resolve("fastv", List.of("schedule.layr=3", "schedule.layer=x")))
                .hasMessage("--set schedule.layer=x: schedule.layer: expected a whole number, found 'x'\n"
                        + "--set schedule.layr=3: schedule.layr: unknown key; did you mean 'layer'?");
    }

    @Test
    void aMethodThatRefersToItselfIsAnError(@TempDir Path conf) throws IOException {
        Files.createDirectories(conf.resolve("method"));
        Files.writeString(conf.resolve("method/a.conf"), "method = b");
        Files.writeString(conf.resolve("method/b.conf"), "method = a");

        assertThatThrownBy(() -> Planning.in(conf).methods().resolve("a", List.of()))
                .hasMessageContaining("refers to itself");
    }
}
