// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.engine.cost.FullConvention;
import dev.pdrop.experiments.Planning;
import dev.pdrop.spi.Geometry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand questions, four about each of 250 pictures in a row; no model is opened, so that text costs nothing. */
final class ForecastTest {

    private static final FullConvention FULL = new FullConvention();

    @Test
    void armsThatAreShownSomethingElseAreCountedInTheCostAndNotInTheTree() {
        Forecast without = forecast("none");
        Forecast with = forecast("[text-only, blank-image]");
        Geometry model = Planning.glyphLlava();
        double picture = FULL.vision(model, 144).sum()
                + model.layers() * FULL.layer(model, 144, 0).sum();
        double head = FULL.head(model).sum();

        assertThat(with.shared().sum() - without.shared().sum())
                .as("1,000 words of text-only and of blank-image; the grey picture once for 64 questions: 16 times")
                .isCloseTo(2 * 1000 * head + 16 * picture, closeTo(with));
        assertThat(with.separate().sum() - without.separate().sum())
                .as("with every question by itself the grey picture 1,000 times")
                .isCloseTo(2 * 1000 * head + 1000 * picture, closeTo(with));
        assertThat(with.tree()).isEqualTo(without.tree());
    }

    @Test
    void anExperimentThatShowsNoPictureCostsNone(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("blind.conf"), """
                include required("%s/base.conf")
                name = blind
                question = "What do words alone tell?"
                controls = none
                backbone = glyph-llava
                dataset = glyph-questions
                arms { blind { method = full, input = text-only } }
                """.formatted(Planning.CONF.toAbsolutePath()));

        Forecast forecast =
                Forecast.unmeasured(Planning.real().experiments().read(file.toString(), List.of()), "nobody looked");

        double head = FULL.head(Planning.glyphLlava()).sum();
        assertThat(forecast.tree().root().stretches().get(0).visualTokens()).isZero();
        assertThat(forecast.shared().sum()).isCloseTo(1000 * head, closeTo(forecast));
        assertThat(forecast.separate().sum()).isCloseTo(1000 * head, closeTo(forecast));
    }

    @Test
    void questionsAboutOneImageAreCutIntoFamiliesOfSixtyFour() {
        assertThat(new Families(1000, Map.of(4, 250L)).aboutOneImage().bySize()).isEqualTo(Map.of(64, 15L, 40, 1L));
        assertThat(new Families(3, Map.of(1, 3L)).aboutOneImage().bySize()).isEqualTo(Map.of(3, 1L));
        assertThat(new Families(128, Map.of(2, 64L)).aboutOneImage().bySize()).isEqualTo(Map.of(64, 2L));
    }

    private static Forecast forecast(String controls) {
        return Forecast.unmeasured(
                Planning.real().experiments().read("quickstart", List.of("controls=" + controls)), "nobody looked");
    }

    private static Offset<Double> closeTo(Forecast forecast) {
        return within(1e-9 * forecast.separate().sum());
    }
}
