// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.cli.ErrorWorkshop.Outcome;
import dev.pdrop.testing.GoldenSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brings about each thing that a user can get wrong, and holds what is said then to the table in the README. */
final class ErrorTableTest {

    private static final String HEADING = "broken: Does it fail?";
    private static final String SENDING = "sending broken-";

    @TempDir
    private Path folder;

    @Test
    void eachErrorIsOneSentenceAndLeavesNothingBehind() {
        SoftAssertions.assertSoftly(this::assertEachError);
    }

    private void assertEachError(SoftAssertions all) {
        StringBuilder table = new StringBuilder("| situation | message | exit code |\n|---|---|---|\n");
        List<ErrorSituation> situations = new ArrayList<>();
        Stream.of(
                        ConfigSituations.all(),
                        PluginSituations.all(),
                        ModelSituations.all(),
                        DataSituations.all(),
                        ShowSituations.all(),
                        TrainingSituations.all(),
                        TrackingSituations.all())
                .forEach(situations::addAll);
        for (ErrorSituation situation : situations) {
            all.assertThatCode(() -> table.append(row(situation)).append('\n'))
                    .as(situation.name())
                    .doesNotThrowAnyException();
        }
        System.out.println(table);
        all.assertThatCode(() -> GoldenSection.assertMatches(Path.of("README.md"), "errors", table.toString()))
                .doesNotThrowAnyException();
    }

    private String row(ErrorSituation situation) throws IOException {
        Path place = Files.createTempDirectory(folder.toRealPath(), "shop");
        try (ErrorWorkshop shop = new ErrorWorkshop(place)) {
            String[] arguments = situation.setup().in(shop);
            Map<String, Long> before = shop.files();
            Outcome outcome = shop.run(arguments);
            assertThat(shop.files()).as(situation.name()).isEqualTo(before);
            String message = message(situation, outcome);
            assertThat(outcome.code()).as(message).isBetween(2, 4);
            return "| " + cell(situation.name()) + " | `" + shop.masked(message).replace("|", "\\|") + "` | "
                    + outcome.code() + " |";
        }
    }

    private static String cell(String text) {
        return text.replace("<image>", "`<image>`");
    }

    private static String message(ErrorSituation situation, Outcome outcome) {
        List<String> lines = outcome.error()
                .lines()
                .filter(line -> !line.equals(HEADING) && !line.startsWith(SENDING))
                .toList();
        assertThat(lines).as(situation.name()).hasSize(1);
        assertThat(lines.get(0))
                .as(situation.name())
                .doesNotContain("defect", "\tat ", "Caused by", "null", "dev.pdrop.experiments.");
        return lines.get(0);
    }
}
