// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import dev.pdrop.experiments.run.StoredRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyArmIsInTheTableAndInBothCharts() {
        Document page = page(ReportedRuns.complete(folder, ReportedRuns.USUAL));

        assertThat(page.select("#results tbody th").eachText()).isEqualTo(ReportedRuns.USUAL);
        assertThat(page.select("#results tbody tr").get(1).select("td").eachText())
                .startsWith("2", "91.0 %", "86.0 to 94.0", "lower", "90.0 %", "67.5", "0.112", "1.30");
        assertThat(page.select("figure svg")).hasSize(2).allSatisfy(chart -> {
            assertThat(chart.select(".label").eachText()).containsExactlyInAnyOrderElementsOf(ReportedRuns.USUAL);
            assertThat(chart.select("path.mark")).hasSameSizeAs(ReportedRuns.USUAL);
            assertThat(chart.select("desc").text()).contains("pyramid-drop: ", "91.0 % right (86.0 to 94.0)");
            assertThat(chart.select("line.interval")).hasSameSizeAs(ReportedRuns.USUAL);
        });
        assertThat(page.select("header .state").text()).startsWith("Complete. 100 questions in 5 arms, 23 s");
    }

    @Test
    void marksTheArmsThatNoOtherOneBeatsAndNamesThem() {
        Document page = page(ReportedRuns.complete(folder, ReportedRuns.USUAL));

        assertThat(page.select("#what-accuracy-costs figcaption").eachText())
                .containsExactly(
                        "Accuracy by the visual tokens that a layer sees on average. On the front: pyramid-drop (2); full (1).",
                        "Accuracy by the multiply-adds that these tokens cost. On the front: pyramid-drop (2); full (1).");
        assertThat(page.select("#what-accuracy-costs svg")).allSatisfy(chart -> {
            assertThat(chart.select(".on-front .mark title").eachText()).containsExactly("full", "pyramid-drop");
            assertThat(chart.select("path.front")).hasSize(1);
            assertThat(chart.select("desc").text()).endsWith(". On the front: pyramid-drop (2); full (1).");
        });
        assertThat(page.select("#what-accuracy-costs p").text())
                .contains("front of the point estimates: an arm on it need not be distinguishable");
    }

    @Test
    void saysInWordsWhichArmsDiffer() {
        Document page = page(ReportedRuns.complete(folder, ReportedRuns.USUAL));

        assertThat(page.select("#results .headline li").eachText())
                .containsExactly(
                        "Fewer right answers than full (by points): pyramid-drop (-2.0).",
                        "Not distinguishable from full (points apart): random (-8.0), fastv-k3 (-6.0), fastv-k2 (-4.0).");
        assertThat(page.select("#which-arms-differ tbody tr").get(0).children().eachText())
                .containsExactly("pyramid-drop", "full", "-2.0", "-3.0 to -1.0", "< 0.001", "lower");
        assertThat(page.select("#which-arms-differ tbody tr").get(1).children().eachText())
                .containsExactly("fastv-k2", "full", "-4.0", "-6.0 to 1.0", "0.300", "not distinguishable");
        assertThat(page.text()).doesNotContain("no intervals");
    }

    @Test
    void saysBesideWhatWasFoundWhatCouldBe() {
        Document page = page(ReportedRuns.complete(folder, ReportedRuns.USUAL));

        assertThat(page.select("#results .headline ~ p.detectable").text())
                .startsWith("What it could find, as said before the run: Differences of ")
                .contains(" points and more are told from chance in 80 % of such experiments: 25 images with 4.0")
                .contains("6 comparisons", "assumed are 80 % right answers");
    }

    /** Their intervals are the longest on the page, and would be read as noise. */
    @Test
    void saysWhereAnIntervalIsAnExactBoundAndNoBootstrap() {
        Document page = page(ReportedRuns.undiffering(folder));

        assertThat(page.select("#which-arms-differ tbody tr").eachText())
                .filteredOn(row -> row.contains("-12.0 to 12.0*"))
                .hasSize(1);
        assertThat(page.select("#which-arms-differ p.exact-bounds").text())
                .startsWith(
                        "* At an end of this interval all images say the same (a difference of 0: no score differs)")
                .contains("the exact bound for the 25 images, not a bootstrap")
                .contains("not because the arm is noisy");
        assertThat(page.select("#information-horizon line.bar.exact")).hasSize(1);
        assertThat(page.select("#information-horizon figcaption").text())
                .contains("Dashed bars are no bootstrap", "no score differs");
        assertThat(page.select("#information-horizon p.exact-bounds")).hasSize(1);
        assertThat(page.select("#information-horizon figure desc").text()).contains("(-12.0 to 12.0, an exact bound)");
        assertThat(page.select("#results p.exact-bounds"))
                .as("nothing is marked there")
                .isEmpty();
    }

    @Test
    void saysAtTheTopThatAnExperimentOptsOutOfControls() {
        assertThat(page(ReportedRuns.complete(folder, ReportedRuns.USUAL))
                        .select("#results p.opted-out")
                        .text())
                .startsWith("No control arms were attached: this experiment opts out of them (controls = none).");
    }

    @Test
    void beginsWithWhatMethodsGainOverTheirBestControls() {
        Document page = page(ReportedRuns.controlled(folder));

        assertThat(page.select("#results .headline li").eachText())
                .startsWith(
                        "pyramid-drop: +3.1 points [1.0, 5.2] over its best control, random.",
                        "fastv-k2: +0.4 points [-1.7, 2.5], not distinguishable from its best control, random.");
        assertThat(page.select("#results thead th").eachText())
                .startsWith("#", "arm", "accuracy", "95 % interval", "gain", "against full");
        assertThat(page.select("#results tbody tr").get(1).select("td").eachText())
                .startsWith("2", "91.0 %", "86.0 to 94.0", "+3.1 [1.0, 5.2]", "lower");
        assertThat(page.select("#results tbody tr").get(0).select("td").get(3).text())
                .as("what has no controls has no gain")
                .isEqualTo("\u2013");
        assertThat(page.select("#gain-over-controls tbody")
                        .get(0)
                        .select("tr")
                        .get(0)
                        .children()
                        .eachText())
                .containsExactly("pyramid-drop", "random", "2", "+3.1", "1.0 to 5.2", "0.003", "higher");
        assertThat(page.select("#gain-over-controls details tbody tr").eachText())
                .hasSize(4)
                .contains("pyramid-drop text-only +40.0 30.0 to 50.0 < 0.001 higher");
        assertThat(page.select("#gain-over-controls p").text())
                .contains("chooses it anew in each resample")
                .contains("these questions do not tell");
    }

    @Test
    void drawsTheInformationHorizonAndSaysItInWordsAndInATable() {
        Document page = page(ReportedRuns.controlled(folder));

        assertThat(page.select("#information-horizon .headline li").eachText())
                .containsExactly(
                        "pyramid-drop, keep 14: no horizon among the tried layers: before layer 9, the deepest, its"
                                + " ranking is still better than random.",
                        "pyramid-drop, keep 36: information horizon at layer 6: from there on no tried layer's ranking"
                                + " is shown to be better than random.",
                        "pyramid-drop, keep 72: not shown to be better than random before any tried layer, the first"
                                + " being 2.");
        Element chart = page.select("#information-horizon figure svg[role=img]").get(0);
        assertThat(chart.select("title").get(0).text()).isEqualTo("Ranking against random, by layer");
        assertThat(chart.select("desc").text())
                .startsWith("pyramid-drop, keep 14: layer 2 +20.0 points (15.0 to 25.0), higher, layer 3 +10.0 points");
        assertThat(chart.select("path.mark")).hasSize(12);
        assertThat(chart.select("line.bar")).hasSize(12);
        assertThat(chart.select("path.line")).hasSize(3);
        assertThat(chart.select("line.zero")).hasSize(1);
        assertThat(chart.select("text.tick.middle").eachText()).containsExactly("2", "3", "6", "9");
        assertThat(page.select("#information-horizon figcaption .key-entry").eachText())
                .containsExactly("pyramid-drop, keep 14", "pyramid-drop, keep 36", "pyramid-drop, keep 72");
        assertThat(Objects.requireNonNull(
                                page.select("#information-horizon > p").last())
                        .text())
                .contains("in 95 % of experiments");
        assertThat(page.select("#information-horizon tbody tr"))
                .hasSize(12)
                .first()
                .satisfies(row -> assertThat(row.children().eachText())
                        .containsExactly("pyramid-drop, keep 14", "2", "+20.0", "15.0 to 25.0", "0.003", "higher"));
    }

    /** Marks of one line stand at their layers: the farther down a difference, the lower its mark. */
    @Test
    void marksOfTheHorizonLieWhereTheirDifferencesAre() {
        Document page = page(ReportedRuns.controlled(folder));
        List<double[]> marks =
                page.select("#information-horizon figure svg[role=img] path.mark").eachAttr("transform").stream()
                        .map(text -> text.replaceAll("[^0-9. -]", "").trim().split(" "))
                        .map(numbers -> new double[] {Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1])})
                        .toList();
        double zero =
                Double.parseDouble(page.select("#information-horizon line.zero").attr("y1"));

        assertThat(marks.subList(4, 8)).extracting(mark -> mark[0]).isSorted();
        assertThat(marks.subList(4, 8)).extracting(mark -> mark[1]).isSorted();
        assertThat(marks).allSatisfy(mark -> assertThat(mark[1]).isLessThan(zero));
        assertThat((zero - marks.get(4)[1]) / (zero - marks.get(7)[1]))
                .as("20 points are twenty times as far from zero as the 1 point of the last layer")
                .isCloseTo(20, within(0.5));
        assertThat(marks.stream().map(mark -> mark[0]).distinct())
                .as("marks of one layer stand beside each other")
                .hasSize(12);
    }

    @Test
    void tooFewImagesGiveFiguresAndNoStatement() {
        Document page = page(ReportedRuns.withTooFewImages(folder));

        assertThat(page.select("#results .headline li").eachText())
                .containsExactly("No statement is made: expected ten images, found 3: ask more.");
        assertThat(page.select("#gain-over-controls tbody tr").get(0).children().eachText())
                .containsExactly("pyramid-drop", "random", "+25.0", "\u2013", "\u2013", "no statement");
        assertThat(page.select("#gain-over-controls p").text())
                .contains("No statement is made of how sure these are: expected ten images, found 3: ask more.");
        assertThat(page.select("#information-horizon .headline li").eachText())
                .containsExactly("pyramid-drop, keep 36: no statement, there are too few images.");
        assertThat(page.select("#information-horizon svg line.bar")).isEmpty();
        assertThat(page.select("#information-horizon").text()).doesNotContain("95 % of experiments", "Upright bars");
    }

    @Test
    void runsWithoutControlsSayNothingOfGains() {
        Document page = page(ReportedRuns.complete(folder, ReportedRuns.USUAL));

        assertThat(page.select("#gain-over-controls, #information-horizon")).isEmpty();
        assertThat(page.select("#results thead th").eachText()).doesNotContain("gain");
    }

    @Test
    void showsWhatAccuracyDoesNot() {
        Document page = page(ReportedRuns.complete(folder, ReportedRuns.USUAL));

        assertThat(page.select("#more-than-accuracy thead th").eachText())
                .containsExactly(
                        "#",
                        "arm",
                        "right to wrong",
                        "wrong to right",
                        "invalid",
                        "precision",
                        "recall",
                        "yes-rate",
                        "ECE",
                        "Brier");
        assertThat(page.select("#more-than-accuracy tbody tr")
                        .get(0)
                        .select("td")
                        .eachText())
                .containsExactly("1", "7", "5", "4", "80.0 %", "66.7 %", "50.0 %", "0.031", "0.086");
    }

    @Test
    void showsPlannedAndAuditedTokensAndEveryConvention() {
        Document page = page(ReportedRuns.complete(folder, ReportedRuns.USUAL));

        assertThat(page.select("#tokens-and-arithmetic tbody tr")
                        .get(1)
                        .select("td")
                        .eachText())
                .containsExactly(
                        "2", "108.0", "67.5", "0.112", "0.0675", "0.203", "0.858", "2 \u00d7 144, 1 \u00d7 35.5");
    }

    @Test
    void showsTheQuestionsThatNeedTheirPictureApart() {
        Document page = page(ReportedRuns.complete(folder, ReportedRuns.USUAL));

        assertThat(page.select("#questions-that-need-their-picture thead th").eachText())
                .containsExactly("#", "arm", "vision needed n = 60", "vision not needed n = 40");
        assertThat(page.select("#questions-that-need-their-picture tbody th").eachText())
                .isEqualTo(ReportedRuns.USUAL.subList(0, 4));
        assertThat(page.select("#questions-that-need-their-picture tbody tr")
                        .get(1)
                        .select("td")
                        .eachText())
                .containsExactly("2", "80.0 % 70.0 to 90.0", "95.0 %");
    }

    @Test
    void resultsWithoutIntervalsSaySo() {
        Document page = page(ReportedRuns.ofTheFirstSchema(folder, ReportedRuns.USUAL));

        assertThat(page.select("#results p").text())
                .startsWith("An earlier version of pdrop wrote these results, without intervals");
        assertThat(page.select("#results thead th").eachText()).startsWith("#", "arm", "accuracy", "loyalty");
        assertThat(page.select("#which-arms-differ, #more-than-accuracy, #tokens-and-arithmetic, #controls,"
                        + " #questions-that-need-their-picture"))
                .isEmpty();
        assertThat(page.select("line.interval")).isEmpty();
    }

    @Test
    void everyColumnIsExplained() {
        Document page = page(ReportedRuns.complete(folder, ReportedRuns.USUAL));

        List<String> headings = page.select("#results thead th").eachText();
        assertThat(headings)
                .startsWith(
                        "#", "arm", "accuracy", "95 % interval", "against full", "loyalty", "average tokens", "GMAC")
                .contains("n");
        assertThat(page.select("#results .meanings dt").eachText()).isEqualTo(headings.subList(2, headings.size()));
    }

    @Test
    void whateverItIsGivenStaysText() {
        Document page = page(ReportedRuns.hostile(folder.resolve("<script>alert(2)<")));

        assertThat(page.select("script, img, iframe, link, object, embed, form, base"))
                .isEmpty();
        assertThat(page.getAllElements())
                .allSatisfy(element -> assertThat(element.attributes().asList())
                        .extracting(Attribute::getKey)
                        .noneMatch(name -> name.startsWith("on")));
        assertThat(page.select("h1").text()).isEqualTo("<script>alert(2)<");
        assertThat(page.select(".lead").text()).isEqualTo(ReportedRuns.HOSTILE + "?");
        assertThat(page.select("#results > .scroll tbody th").eachText()).containsExactly("full", ReportedRuns.HOSTILE);
        assertThat(page.select("#all-settings code").text()).contains(ReportedRuns.HOSTILE);
    }

    @Test
    void showsEveryArmForEveryTypeOfQuestion() {
        Document page = page(ReportedRuns.complete(folder, ReportedRuns.USUAL));

        assertThat(page.select("#by-type-of-question thead th").eachText())
                .containsExactly("#", "arm", "fastv n = 80", "(no type) n = 20");
        assertThat(page.select("#by-type-of-question tbody th").eachText()).isEqualTo(ReportedRuns.USUAL);
        assertThat(page.select("#by-type-of-question tbody tr")
                        .get(1)
                        .select("td")
                        .eachText())
                .containsExactly("2", "87.5 % 80.0 to 95.0", "25.0 %");
        assertThat(page(ReportedRuns.unfinished(folder, ReportedRuns.USUAL)).select("#by-type-of-question"))
                .isEmpty();
    }

    @Test
    void showsAnswersThatChangedArmByArm() throws IOException {
        assertThat(page(ReportedRuns.complete(folder, ReportedRuns.USUAL)).select("#answers-that-changed"))
                .isEmpty();
        ReportedRuns.writeChanged(folder, ReportedRuns.HOSTILE, ReportedRuns.USUAL);

        Document page = page(ReportedRuns.complete(folder, ReportedRuns.USUAL));
        assertThat(page.select("#answers-that-changed summary").eachText())
                .containsExactly(
                        "pyramid-drop: 1 answer", "fastv-k2: 1 answer", "fastv-k3: 1 answer", "random: 1 answer");
        assertThat(page.select("#answers-that-changed tbody tr")
                        .get(0)
                        .children()
                        .eachText())
                .containsExactly(
                        ReportedRuns.HOSTILE,
                        ReportedRuns.HOSTILE,
                        ReportedRuns.HOSTILE + " | ring",
                        "ring",
                        ReportedRuns.HOSTILE);
        assertThat(page.select("script, img")).isEmpty();
    }

    @Test
    void asksForNothingFromAnywhere() {
        Document page = page(ReportedRuns.hostile(folder));

        assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
                .isEqualTo(
                        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'");
        for (Element element : page.getAllElements()) {
            for (Attribute attribute : element.attributes()) {
                assertThat(attribute.getKey()).isNotIn("src", "srcset", "xlink:href", "action", "style", "ping");
                if (attribute.getKey().equals("href")) {
                    assertThat(page.getElementById(attribute.getValue().substring(1)))
                            .isNotNull();
                }
            }
        }
        assertThat(page.select("style").html()).doesNotContain("url(").doesNotContain("@import");
    }

    @Test
    void canBeReadAloud() {
        Document page = page(ReportedRuns.controlled(folder));

        assertThat(page.select("html").attr("lang")).isEqualTo("en");
        assertThat(page.select("h1")).hasSize(1);
        assertThat(page.select("section"))
                .allSatisfy(section -> assertThat(section.select("h2")).hasSize(1));
        assertThat(page.select("table"))
                .allSatisfy(table -> assertThat(table.select("caption")).hasSize(1));
        assertThat(page.select("svg:not([aria-hidden])"))
                .allSatisfy(chart -> assertThat(chart.attr("role")).isEqualTo("img"));
        List<String> ids = page.select("[id]").eachAttr("id");
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(page.select("[aria-labelledby]").eachAttr("aria-labelledby"))
                .allSatisfy(names -> assertThat(ids).contains(names.split(" ")));
    }

    @Test
    void saysWhatToBeCarefulAbout() {
        String text = page(ReportedRuns.complete(folder, ReportedRuns.USUAL))
                .select("#what-to-be-careful-about")
                .text();

        assertThat(text).contains("1 question could not be asked", "3 questions had words", "mauve");
    }

    @Test
    void namesWhatCouldNotBeAskedOnceAndWhy() throws IOException {
        Files.writeString(
                folder.resolve("journal.jsonl"),
                Stream.of("full", "random")
                        .map(arm -> ReportedRuns.failure(arm, "q7", "<b>broken image</b>"))
                        .map(record -> new Gson().toJson(record) + "\n")
                        .collect(Collectors.joining()));

        Document page = page(ReportedRuns.complete(folder, ReportedRuns.USUAL));
        assertThat(page.select("#what-to-be-careful-about dt").eachText()).containsExactly("q7");
        assertThat(page.select("#what-to-be-careful-about dd").eachText()).containsExactly("<b>broken image</b>");
    }

    @Test
    void anUnfinishedRunSaysSo() {
        Document page = page(ReportedRuns.unfinished(folder, ReportedRuns.USUAL));

        assertThat(page.select("header .state").text()).startsWith("Unfinished.");
        assertThat(page.select("#results tbody th").eachText()).isEqualTo(ReportedRuns.USUAL);
        assertThat(page.select("figure")).isEmpty();
        assertThat(page.select("#do-it-again pre").text())
                .endsWith("/effective.conf")
                .doesNotContain("rerun");
    }

    @Test
    void namesTheCommandsThatRepeatTheRun() {
        Path odd = folder.resolve("quick 'n dirty");

        assertThat(page(ReportedRuns.complete(folder.resolve("quick-1"), ReportedRuns.USUAL))
                        .select("#do-it-again code")
                        .eachText())
                .containsExactly("./pdrop rerun quick-1", "./pdrop run runs/quick-1/effective.conf --set seed=18");
        assertThat(page(ReportedRuns.complete(odd, ReportedRuns.USUAL))
                        .select("#do-it-again code")
                        .eachText())
                .first()
                .isEqualTo("./pdrop rerun 'quick '\\''n dirty'");
    }

    @Test
    void keepsCredentialsToItself() {
        assertThat(page(ReportedRuns.complete(folder, ReportedRuns.USUAL)).text())
                .contains("http://***@localhost:5000")
                .doesNotContain("secret");
    }

    @Test
    void numbersArmsThatAreTooManyToName() {
        List<String> arms = IntStream.range(0, 40)
                .mapToObj(i -> "an arm with quite a long name, number " + i)
                .toList();
        Document page = page(ReportedRuns.complete(folder, arms));

        assertThat(page.select("#results tbody tr")).hasSize(40);
        assertThat(page.select("figure svg").get(0).select("path.mark")).hasSize(40);
        assertThat(page.select("figure svg").get(0).select(".label").eachText()).allMatch(text -> text.matches("\\d+"));
    }

    @Test
    void isWrittenWholeBesideTheResultsAndStaysSmall() throws IOException {
        List<String> arms = IntStream.range(0, 300).mapToObj(i -> "arm " + i).toList();
        StoredRun run = ReportedRuns.complete(folder, arms);

        Path file = Report.write(run);
        assertThat(file).isEqualTo(folder.resolve("report.html"));
        assertThat(Files.size(file)).isLessThan(900_000);
        byte[] first = Files.readAllBytes(file);
        assertThat(Files.readAllBytes(Report.write(run))).isEqualTo(first);
        assertThat(new String(first, StandardCharsets.UTF_8)).startsWith("<!DOCTYPE html>\n<html lang=\"en\">");
    }

    private static Document page(StoredRun run) {
        return Jsoup.parse(Report.page(run));
    }
}
