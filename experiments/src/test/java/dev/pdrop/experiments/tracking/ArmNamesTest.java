// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.pdrop.experiments.run.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ArmNamesTest {

    @Test
    void sayWhatArmsDo() {
        assertThat(names(
                        arm("untouched", "none"),
                        arm("a", "pyramid-drop", "stages", "4", "lambda", "0.5", "first_layer", "3", "keep", "18"),
                        arm("b", "fastv", "stages", "2", "first_layer", "2", "keep", "52"),
                        arm("blind", "none", "input", "text-only")))
                .containsExactly(
                        "full", "pyramid-drop lambda=0.5 stages=4", "fastv first_layer=2 keep=52", "text-only");
    }

    @Test
    void haveTheArmsOwnNameWhereTheyWouldBeTheSame() {
        assertThat(names(
                        arm("early", "fastv", "stages", "2", "first_layer", "2", "keep", "52"),
                        arm("renumbered", "fastv", "stages", "2", "first_layer", "2", "keep", "52"),
                        arm("small", "fastv", "input", "blank-image", "stages", "2", "first_layer", "2", "keep", "52")))
                .containsExactly(
                        "fastv first_layer=2 keep=52 (early)",
                        "fastv first_layer=2 keep=52 (renumbered)",
                        "fastv input=blank-image first_layer=2 keep=52");
    }

    private static List<String> names(Manifest.Arm... arms) {
        ArmNames names = new ArmNames(List.of(arms));
        return List.of(arms).stream().map(names::of).toList();
    }

    private static Manifest.Arm arm(String name, String ranker, String... parameters) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            map.put(parameters[i], parameters[i + 1]);
        }
        return new Manifest.Arm(name, "key of " + name, ranker, "", "original", new JsonObject(), map);
    }
}
