// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.testing.Golden;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ResultsTest {

    private static final Results RESULTS = new Results(
            List.of(
                    new ArmResult(
                            "full",
                            "none",
                            "none",
                            "original",
                            1000,
                            0.93,
                            Optional.of(1.0),
                            144,
                            2.39e-4,
                            1.9e-4,
                            1.338,
                            13.12,
                            4.5,
                            0,
                            0),
                    new ArmResult(
                            "pyramid, drop",
                            "pyramid-drop",
                            "layers 3 6 9; lambda 0.5",
                            "contiguous",
                            1000,
                            0.886,
                            Optional.empty(),
                            67.5,
                            1.05e-4,
                            0.8e-4,
                            0.6680001,
                            7.45,
                            4.25,
                            2,
                            1)),
            144,
            List.of("mauve", "puce"),
            List.of(
                    new TypeResult("full", "color", 900, 0.95, Optional.of(1.0), 0),
                    new TypeResult("full", "", 100, 0.75, Optional.of(1.0), 0),
                    new TypeResult("pyramid, drop", "color", 900, 0.9, Optional.empty(), 1),
                    new TypeResult("pyramid, drop", "", 100, 0.76, Optional.empty(), 0)));

    @Test
    void theFirstTenColumnsAreAContract() {
        assertThat(RESULTS.csv().lines().findFirst().orElse(""))
                .startsWith("arm,ranker,schedule,examples,accuracy,loyalty,average_tokens,tmac,kv_mib,prefill_ms");
    }

    @Test
    void everyLineHasAsManyCellsAsTheHeader() {
        long columns = RESULTS.csv()
                .lines()
                .findFirst()
                .orElse("")
                .chars()
                .filter(c -> c == ',')
                .count();
        assertThat(RESULTS.csv().lines())
                .hasSize(3)
                .allSatisfy(line ->
                        assertThat(line.chars().filter(c -> c == ',').count()).isEqualTo(columns));
    }

    @Test
    void jsonKeepsEveryBit() {
        assertThat(Json.value(RESULTS.json(), Results.class)).isEqualTo(RESULTS);
        assertThat(RESULTS.json()).contains("\"kv_mib\": 1.338", "\"loyalty\": null");
    }

    @Test
    void resultsThatWereWrittenUnderEarlierNamesAreReadWhole() {
        String earlier = RESULTS.json()
                .replace("\"tmac\"", "\"tera_multiply_adds\"")
                .replace("\"fastv_tmac\"", "\"fastv_tera_multiply_adds\"")
                .replace("\"kv_mib\"", "\"key_value_mebibytes\"")
                .replace("\"prefill_ms\"", "\"prefill_millis\"")
                .replace("\"decode_ms\"", "\"decode_millis\"");

        assertThat(Json.value(earlier, Results.class)).isEqualTo(RESULTS);
    }

    @Test
    void valuesAndTable() {
        Golden.assertMatches("run/results", RESULTS.csv() + "\n" + RESULTS.typesCsv() + "\n" + RESULTS.table());
    }
}
