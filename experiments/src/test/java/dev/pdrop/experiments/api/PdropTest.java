// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.experiments.HomeCopy;
import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.report.ReportPart;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.toolkit.Home;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.TokenRanker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs and notebooks do, on the embedded checkpoint. */
final class PdropTest {

    private static final String QUESTION = "what shape is the green thing ?";

    @TempDir
    private Path home = Path.of("");

    @BeforeEach
    void thereAreNoRunsYet() throws IOException {
        HomeCopy.in(home);
    }

    /** Keeps the first tokens. */
    private record FirstComeRanker() implements TokenRanker {

        @Override
        public Set<Capture> needs(Point at) {
            return Set.of();
        }

        @Override
        public Ranking rank(RankingContext context) {
            float[][] scores = new float[context.batch()][context.visualTokens()];
            for (float[] example : scores) {
                for (int token = 0; token < example.length; token++) {
                    example[token] = -token;
                }
            }
            return new Ranking.Scores(context.manager().create(scores));
        }

        @Override
        public boolean looksAtText() {
            return false;
        }
    }

    @Test
    void theExampleOfItsDocumentationRuns() throws IOException {
        Path image = image();
        // example
        try (Pdrop pdrop = open()) {
            Answered answered = pdrop.method("pyramid-drop").ask(image, "what shape is the green thing ?");
            Run run = pdrop.experiment("lambda")
                    .with("dataset.limit", 8)
                    .with("lambda", 0.3, 0.5)
                    .run();
            assertThat(answered.text()).isEqualTo("ring");
            assertThat(run.arm("pyramid-drop lambda=0.3").examples()).isEqualTo(8);
        }
        String shown = Arrays.stream(Files.readString(Path.of("src/main/java/dev/pdrop/experiments/api/Pdrop.java"))
                        .split("<pre>\\{@code\n|\\}</pre>", -1)[1]
                        .split("\n", -1))
                .map(line -> line.replaceFirst("^ \\* ?", ""))
                .collect(Collectors.joining("\n"));
        assertThat(code(Files.readString(Path.of("../README.md")))).contains(code(shown.replaceFirst("^\\n", "")));
        String here = Files.readString(Path.of("src/test/java/dev/pdrop/experiments/api/PdropTest.java"))
                .split("// example\n", -1)[1];
        assertThat(code(here))
                .startsWith(code(shown.substring(0, shown.lastIndexOf('}')).replace("Pdrop.open()", "open()")));
    }

    @Test
    void asksAsTheCommandLineDoes() {
        try (Pdrop pdrop = open()) {
            Answered full = pdrop.ask(image(), QUESTION);
            assertThat(full.text()).isEqualTo("ring");
            assertThat(full.averageTokens()).isEqualTo(144);
            assertThat(full)
                    .hasToString("full: \"ring\" (144 visual tokens at input, 144.0 on average over the layers)");

            Answered reduced = pdrop.method("pyramid-drop")
                    .with("schedule.layers", List.of(3, 6, 9))
                    .with("schedule.lambda", 0.5)
                    .ask(image(), QUESTION);
            assertThat(reduced.averageTokens()).isEqualTo(67.5);
            assertThat(reduced.trace().stages())
                    .extracting(stage -> stage.kept().length)
                    .containsExactly(72, 36, 18);
            assertThat(reduced.content()).contains("before layer 9: 18 of 144 stay", "data:image/png;base64,");
            assertThat(reduced.layers().content()).contains("<td class=\"number\">36</td>");
        }
    }

    @Test
    void opensAModelFolderForQuestionsAndExperiments() {
        String model = Path.of("models/glyph-llava").toAbsolutePath().toString();
        try (Pdrop pdrop = Pdrop.open(toolkit(), model)) {
            assertThat(pdrop.ask(image(), QUESTION).text()).isEqualTo("ring");
            assertThat(pdrop.experiment("quickstart")
                            .plan()
                            .backbone()
                            .effective()
                            .getString("model"))
                    .endsWith("models/glyph-llava");
        }
    }

    @Test
    void saysWhatIsWrongInTheToolkitsSentences() {
        try (Pdrop pdrop = open()) {
            assertThatThrownBy(() -> pdrop.method("fastw").ask(image(), QUESTION))
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessage("fastw: unknown method 'fastw'; did you mean 'fastv'?");
            assertThatThrownBy(() -> Pdrop.open(toolkit(), "glyph-lava").ask(image(), QUESTION))
                    .hasMessage("glyph-lava: unknown backbone 'glyph-lava'; did you mean 'glyph-llava'?");
            Experiment quickstart = pdrop.experiment("quickstart");
            assertThatThrownBy(() -> quickstart.with("lamda", 0.3))
                    .hasMessage("quickstart: expected a setting of the experiment or of an arm, found 'lamda'; did you"
                            + " mean 'lambda'?");
            assertThatThrownBy(() -> quickstart.with("seed", 1, 2))
                    .hasMessage(
                            "quickstart: expected one value for seed, which holds for the whole experiment, found 2;"
                                    + " only settings of arms can have several, an arm each");
            assertThatThrownBy(() -> quickstart.with("lambda", 2).plan())
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessageContaining("lambda");
            assertThatThrownBy(() -> quickstart.arm("mine", new FirstComeRanker(), "piramid-drop"))
                    .hasMessage("quickstart: arms: unknown arm 'piramid-drop'; did you mean 'pyramid-drop'?");
            assertThatThrownBy(() -> quickstart
                            .arm("fastv", new FirstComeRanker(), "pyramid-drop")
                            .plan())
                    .hasMessageContaining("expected one ranker named 'fastv', found two");
            assertThatThrownBy(() -> quickstart.with("lambda", new Object()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Pdrop.results(home.resolve("none").toString()))
                .isInstanceOf(FailedRunException.class)
                .hasMessageContaining("found none for");
    }

    @Test
    void aSettingIsOfTheExperimentOfOneArmOrOfAllThatHaveIt() {
        try (Pdrop pdrop = open()) {
            Experiment quickstart = pdrop.experiment("quickstart");
            assertThat(arms(quickstart.with("lambda", 0.3, 0.5)))
                    .containsExactly(
                            "full",
                            "pyramid-drop lambda=0.3",
                            "pyramid-drop lambda=0.5",
                            "fastv-k2",
                            "fastv-k3",
                            "random lambda=0.3",
                            "random lambda=0.5");
            assertThat(arms(quickstart.with("pyramid-drop.lambda", 0.3, 0.5))).contains("random");
            assertThat(schedules(quickstart.with("lambda", 0.4)))
                    .filteredOn(schedule -> schedule.contains("lambda 0.4"))
                    .hasSize(2);
            assertThat(quickstart.with("dataset.limit", 7).plan().dataset().limit())
                    .hasValue(7);
            assertThat(quickstart.with("random.replicates", 3).plan().asked()).isEqualTo(7);
            // An arm that has several values already has others then, or one.
            assertThat(arms(pdrop.experiment("lambda").with("controls", "none").with("lambda", 0.5)))
                    .containsExactly("full", "pyramid-drop lambda=0.5");
        }
    }

    @Test
    void runsShowsReadsAgainAndTellsItsProgress() {
        List<Shown> screens = new ArrayList<>();
        try (Pdrop pdrop = open()) {
            Experiment experiment = pdrop.experiment("quickstart").with("dataset.limit", 8);
            Run run = experiment.run(screens::add);
            assertThat(run).hasToString(run.results().table());
            assertThat(run.content()).contains("<table", "fastv-k2", "Every arm on the same 8 questions");
            assertThat(run.accuracyOverCost().content()).contains("<svg");
            assertThat(run.part(ReportPart.STAGES))
                    .hasToString(run.stored().name() + " has nothing to say of Accuracy over stages");
            assertThat(run.report()).exists();
            assertThat(screens).last().asString().matches("100 %  [a-z0-9-]+ 8/8  [0-9.]+/s  0:00 left");
            assertThat(screens.get(0).content()).contains("<progress value=\"0\"");
            assertThatThrownBy(() -> run.arm("nobody")).hasMessageContaining("expected one of the arms full, ");
            assertThatThrownBy(() -> run.overRandom("full")).hasMessageContaining("controls = standard");

            screens.clear();
            assertThat(experiment.run(screens::add).results()).isEqualTo(run.results());
            assertThat(screens).last().asString().endsWith("kept from before");
            assertThat(Pdrop.results(run.folder().toString()).results()).isEqualTo(run.results());
        }
    }

    @Test
    void anArmWithARankerOfAProgramIsAlwaysComputedAnew() {
        try (Pdrop pdrop = open()) {
            Experiment plain =
                    pdrop.experiment("quickstart").with("dataset.limit", 8).with("controls", List.of("full", "random"));
            Run run = plain.arm("first-come", new FirstComeRanker(), "pyramid-drop")
                    .run();
            ArmResult mine = run.arm("first-come");
            assertThat(mine.ranker()).isEqualTo("first-come");
            assertThat(mine.schedule()).isEqualTo(run.arm("pyramid-drop").schedule());
            assertThat(mine.averageTokens()).isEqualTo(67.5);
            assertThat(run.overRandom("first-come").toString()).contains("first-come against random");

            List<Shown> screens = new ArrayList<>();
            Run again = plain.arm("first-come", new FirstComeRanker(), "pyramid-drop")
                    .run(screens::add);
            assertThat(again.folder()).isEqualTo(run.folder());
            assertThat(again.arm("first-come").accuracy()).isEqualTo(mine.accuracy());
            // All other arms are kept, this one is not.
            assertThat(screens).last().asString().doesNotContain("kept from before");
        }
    }

    @Test
    void aRankerOfAProgramThatCanNeverRankIsRefusedBeforeAnythingRuns() {
        TokenRanker late = new TokenRanker() {
            @Override
            public Set<Capture> needs(Point at) {
                throw new InvalidMethodException("expected a Tuesday, found another day: wait");
            }

            @Override
            public Ranking rank(RankingContext context) {
                throw new IllegalStateException("is never asked");
            }

            @Override
            public boolean looksAtText() {
                return true;
            }
        };
        try (Pdrop pdrop = open()) {
            assertThatThrownBy(() -> pdrop.experiment("quickstart")
                            .arm("late", late, "pyramid-drop")
                            .plan())
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessageContaining("expected a Tuesday, found another day: wait");
        }
    }

    @Test
    void tablesOfRecordsAreEscaped() {
        record Row(String name, double value, boolean right) {}
        Shown table = Shown.table("a < b", List.of(new Row("<b>", 0.5, true)));
        assertThat(table.content())
                .contains("a &lt; b", "&lt;b&gt;", "<td class=\"number\">0.5000</td>", "<td>true</td>");
        assertThat(table).hasToString("a < b\nname\tvalue\tright\n<b>\t0.5000\ttrue");
    }

    private static String code(String text) {
        return text.replace("\"dataset.limit\", 40", "\"dataset.limit\", 8").replaceAll("\\s+", "");
    }

    private static List<String> arms(Experiment experiment) {
        return experiment.plan().arms().stream().map(ArmPlan::name).toList();
    }

    private static List<String> schedules(Experiment experiment) {
        return experiment.plan().arms().stream().map(ArmPlan::schedule).toList();
    }

    private Toolkit toolkit() {
        return new Toolkit(new Home(home), getClass().getClassLoader(), List.of(), Map.of());
    }

    private Pdrop open() {
        return Pdrop.open(toolkit());
    }

    private static Path image() {
        return Path.of("data/glyph-questions/images/000060.png");
    }
}
