// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.engine.quality.Calibration;
import dev.pdrop.engine.quality.Flips;
import dev.pdrop.engine.quality.YesNo;
import dev.pdrop.engine.statistics.Verdict;
import dev.pdrop.experiments.outcome.CalibrationResult;
import dev.pdrop.experiments.outcome.Detectable;
import dev.pdrop.experiments.outcome.GainResult;
import dev.pdrop.experiments.outcome.HorizonResult;
import dev.pdrop.experiments.outcome.HorizonResult.LayerResult;
import dev.pdrop.experiments.outcome.LayerCosts;
import dev.pdrop.experiments.outcome.PairResult;
import dev.pdrop.experiments.outcome.PartResult;
import dev.pdrop.experiments.outcome.Quality;
import dev.pdrop.experiments.outcome.Range;
import dev.pdrop.experiments.outcome.Statistics;
import dev.pdrop.experiments.outcome.YesNoResult;
import dev.pdrop.experiments.plan.Controls;
import dev.pdrop.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ResultsTest {

    private static final Results RESULTS = new Results(
            Results.SCHEMA,
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
                            0,
                            1,
                            Optional.of(new Range(0.913, 0.945)),
                            Optional.of(new LayerCosts(
                                    List.of(144, 144), List.of(144.0, 144.0), List.of(7e5, 7e5), 4.6e-4)),
                            Optional.of(new Quality(
                                    Optional.of(new Flips(930, 0, 0, 70, 1000)),
                                    0,
                                    Optional.empty(),
                                    Optional.empty()))),
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
                            1,
                            5,
                            Optional.of(new Range(0.86, 0.91)),
                            Optional.of(new LayerCosts(
                                    List.of(144, 72), List.of(144.0, 70.5), List.of(7e5, 3.5e5), 3.1e-4)),
                            Optional.of(new Quality(
                                    Optional.of(new Flips(4300, 350, 130, 220, 4600)),
                                    3,
                                    Optional.of(YesNoResult.of(new YesNo(40, 10, 30, 20, 2, 1))),
                                    Optional.of(new CalibrationResult(
                                            5000,
                                            0.0312,
                                            0.085,
                                            List.of(new Calibration.Bin(0, 1, 5000, 0.9, 0.886)))))))),
            144,
            List.of("mauve", "puce"),
            List.of(
                    type("full", "color", 900, 0.95, Optional.of(1.0), 0),
                    type("full", "", 100, 0.75, Optional.of(1.0), 0),
                    type("pyramid, drop", "color", 900, 0.9, Optional.empty(), 1),
                    type("pyramid, drop", "", 100, 0.76, Optional.empty(), 0)),
            Optional.of(new Statistics(0.95, 10_000, 17, 250, 1000, "full", "every pair of arms", 1, "")),
            List.of(new PairResult(
                    "pyramid, drop",
                    "full",
                    -0.044,
                    Optional.of(new Range(-0.06, -0.028)),
                    Optional.of(0.0001),
                    Optional.of(0.0001),
                    Verdict.LOWER)),
            List.of(new GainResult(
                    "pyramid, drop",
                    "uniform, drop",
                    0.031,
                    Optional.of(new Range(0.01, 0.052)),
                    Optional.of(0.003),
                    Optional.of(0.001),
                    Verdict.HIGHER,
                    List.of(new PairResult(
                            "pyramid, drop",
                            "uniform, drop",
                            0.031,
                            Optional.of(new Range(0.011, 0.051)),
                            Optional.of(0.003),
                            Optional.of(0.001),
                            Verdict.HIGHER)))),
            List.of(HorizonResult.of(
                    "pyramid-drop",
                    "contiguous",
                    36,
                    List.of(
                            new LayerResult(2, ranking(Verdict.HIGHER)),
                            new LayerResult(6, ranking(Verdict.NOT_DISTINGUISHABLE))))),
            List.of(new PartResult("full", PartResult.NEEDED, 600, 240, 0.9, Optional.of(new Range(0.88, 0.92)))),
            List.of(),
            Controls.none(),
            Optional.of(Detectable.of(Collections.nCopies(250, 4), 1)));

    private static PairResult ranking(Verdict verdict) {
        return new PairResult("ranked", "random", 0.02, Optional.empty(), Optional.empty(), Optional.empty(), verdict);
    }

    private static TypeResult type(
            String arm, String type, int examples, double accuracy, Optional<Double> loyalty, int failures) {
        return new TypeResult(
                arm,
                type,
                examples,
                accuracy,
                loyalty,
                failures,
                examples / 4,
                Optional.of(new Range(accuracy - 0.02, accuracy + 0.02)),
                Optional.empty());
    }

    @Test
    void theFirstTenColumnsAreAContract() {
        assertThat(RESULTS.csv().lines().findFirst().orElse(""))
                .startsWith("arm,ranker,schedule,examples,accuracy,loyalty,average_tokens,tmac,kv_mib,prefill_ms");
    }

    @Test
    void everyLineHasAsManyCellsAsTheHeader() {
        for (String csv : List.of(RESULTS.csv(), RESULTS.typesCsv(), RESULTS.pairsCsv())) {
            assertThat(csv.lines()
                            .map(line -> line.chars().filter(c -> c == ',').count())
                            .distinct())
                    .hasSize(1);
        }
        assertThat(RESULTS.csv().lines()).hasSize(3);
        assertThat(RESULTS.pairsCsv().lines()).hasSize(2);
    }

    /** What a budget came to is a sentence, and tore tables apart. */
    @Test
    void aLongScheduleIsShortInTheTableAndWholeInTheFiles() {
        String schedule =
                "layers 1 3 6; lambda 0.551; rounding int; keeps 79 43 24 of 144; solved for 48 visual tokens on"
                        + " average at 47.9167 visual tokens on average";
        String json = RESULTS.json().replace("layers 3 6 9; lambda 0.5", schedule);

        Results results = Json.value(json, Results.class);

        assertThat(results.arms().get(1).shortSchedule()).isEqualTo("layers 1 3 6; lambda 0.551; rounding int ..");
        assertThat(results.table())
                .contains("layers 1 3 6; lambda 0.551; rounding int ..\n")
                .contains("schedule: \"..\" stands for more")
                .doesNotContain("solved for");
        assertThat(results.csv()).contains(schedule);
        assertThat(RESULTS.table()).contains("layers 3 6 9; lambda 0.5\n").doesNotContain("stands for more");
    }

    @Test
    void armsThatDifferInPositionsAloneAreToldApart() {
        ArmResult arm = RESULTS.arms().get(1);
        String twin = Json.text(arm).replace("contiguous", "original").replace("pyramid, drop", "twin");
        Results twins = new Results(
                Results.SCHEMA,
                List.of(arm, Json.value(twin, ArmResult.class)),
                144,
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Controls.none());

        assertThat(twins.table().lines().limit(3))
                .satisfiesExactly(
                        heading -> assertThat(heading).contains("positions   schedule"),
                        one -> assertThat(one).contains("contiguous  layers 3 6 9"),
                        other -> assertThat(other).contains("original    layers 3 6 9"));
        assertThat(RESULTS.table())
                .as("of arms that drop something there is but one")
                .doesNotContain("positions  ");
    }

    @Test
    void theKindOfAnIntervalIsStoredAndAnExactBoundMarked() {
        Range exact = new Range(-0.0117, 0.0117, Optional.of(Range.Kind.EXACT));
        PairResult same = new PairResult(
                "pyramid, drop",
                "full",
                0,
                Optional.of(exact),
                Optional.of(1.0),
                Optional.of(1.0),
                Verdict.NOT_DISTINGUISHABLE);
        Results results = new Results(
                Results.SCHEMA,
                RESULTS.arms(),
                144,
                List.of(),
                List.of(),
                RESULTS.statistics(),
                List.of(same),
                Controls.none());

        assertThat(results.json()).contains("\"kind\": \"exact\"");
        assertThat(Json.value(results.json(), Results.class)).isEqualTo(results);
        assertThat(results.table())
                .contains("-1.2 to 1.2*", "*: At an end of this interval all images say the same")
                .contains("the exact bound for the 250 images, not a bootstrap");
    }

    @Test
    void verdictsAreStoredInTheWordsOfReports() {
        assertThat(RESULTS.json()).contains("\"schema\": 2", "\"verdict\": \"lower\"", "\"p_value\": 1.0E-4");
    }

    @Test
    void resultsOfTheFirstSchemaAreReadWithoutIntervals() {
        Results read = Json.value(
                "{\"arms\": [{\"arm\": \"full\", \"ranker\": \"none\", \"schedule\": \"none\", \"positions\":"
                        + " \"original\", \"examples\": 10, \"accuracy\": 0.5, \"loyalty\": null}],"
                        + " \"visual_tokens\": 144, \"unknown_words\": [], \"types\": [{\"arm\": \"full\","
                        + " \"type\": \"color\", \"examples\": 10, \"accuracy\": 0.5, \"loyalty\": null}]}",
                Results.class);

        assertThat(read.schema()).isEqualTo(1);
        assertThat(read.statistics()).isEmpty();
        assertThat(read.pairs()).isEmpty();
        assertThat(read.gains()).isEmpty();
        assertThat(read.horizons()).isEmpty();
        assertThat(read.arms().get(0).accuracyInterval()).isEmpty();
        assertThat(read.arms().get(0).quality()).isEmpty();
        assertThat(read.types().get(0).accuracyInterval()).isEmpty();
        assertThat(read.table()).contains("full", "50.0 %").doesNotContain("verdict");
    }

    @Test
    void resultsOfBeforeThereWereGainsAreReadWithoutThem() {
        JsonObject earlier = JsonParser.parseString(RESULTS.json()).getAsJsonObject();
        earlier.remove("gains");
        earlier.remove("horizons");

        Results read = Json.value(earlier.toString(), Results.class);

        assertThat(read.pairs()).isEqualTo(RESULTS.pairs());
        assertThat(read.gains()).isEmpty();
        assertThat(read.horizons()).isEmpty();
        assertThat(read.table()).doesNotContain("gain:").doesNotContain(" gain ");
        assertThat(read.csv().lines())
                .allMatch(line -> line.endsWith(",gain,gain_low,gain_high,best_control") || line.endsWith(",,,,"));
    }

    @Test
    void theDifferenceThatCouldBeFoundIsKept() {
        JsonObject detectable =
                JsonParser.parseString(RESULTS.json()).getAsJsonObject().getAsJsonObject("detectable");

        assertThat(detectable.keySet())
                .containsExactly(
                        "images",
                        "questions_per_image",
                        "comparisons",
                        "difference",
                        "reason",
                        "power",
                        "assumed_accuracy",
                        "assumed_agreement",
                        "assumed_image_correlation");
        assertThat(detectable.get("difference").getAsDouble()).isBetween(0.03, 0.08);
    }

    @Test
    void resultsOfBeforeItWasKeptAreReadWithoutTheDifferenceThatCouldBeFound() {
        JsonObject earlier = JsonParser.parseString(RESULTS.json()).getAsJsonObject();
        earlier.remove("detectable");

        assertThat(Json.value(earlier.toString(), Results.class).detectable()).isEmpty();
    }

    @Test
    void theReadmeDocumentsEveryKeyOfResults() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String schema =
                readme.substring(readme.indexOf("`results.json` is of `schema`"), readme.indexOf("### One list"));

        assertThat(JsonParser.parseString(RESULTS.json()).getAsJsonObject().keySet())
                .allSatisfy(key -> assertThat(schema).contains("`" + key + "`"));
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
        Golden.assertMatches(
                "run/results",
                RESULTS.csv() + "\n" + RESULTS.typesCsv() + "\n" + RESULTS.pairsCsv() + "\n" + RESULTS.table());
    }
}
