// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.spi.ErrorKind;
import dev.pdrop.spi.InvalidModelException;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.UnavailableDeviceException;
import dev.pdrop.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExperimentReaderTest {

    private static final String HEAD = """
            name = test, question = "Does it?", seed = 1, decoding { max-new-tokens = 4 }, batch-size = 2, engine { sharing = true, memory = 1 GiB }, on-error = fail, output = runs
            backbone = tiny
            dataset = questions
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void writeGroups() throws IOException {
        write("conf/backbone/tiny.conf", "use = hugging-face\nmodel = ../models/tiny");
        write("conf/backbone/broken.conf", "use = hugging-face\nmodel = ../models/broken");
        write(
                "conf/dataset/questions.conf",
                "use = jsonl\nfile = ../data/q.jsonl\nprompt = \"<image> {question} A:\"\nmetric { use = exact-match }");
        write("conf/method/full.conf", "schedule { use = none }\npositions = original");
        write(
                "conf/method/pyramid-drop.conf",
                "ranker { use = pyramid-drop }\nschedule { use = pyramid }\npositions = contiguous");
        write(
                "conf/method/fastv.conf",
                "ranker { use = fastv, query = prompt-mean }\nschedule { use = single }\npositions = original");
    }

    @Test
    void aMethodInPlaceOfAnExperimentIsOneProblem() {
        Path method = folder.resolve("conf/method/fastv.conf");

        assertThatThrownBy(
                        () -> Planning.in(folder.resolve("conf")).experiments().read(method.toString(), List.of()))
                .hasMessageContaining("fastv.conf:1: expected an experiment, found a method; name it in an arm");
    }

    @Test
    void aForgottenBaseIsOneProblemBesideTheOthers() throws IOException {
        write(
                "conf/base.conf",
                "seed = 1, decoding { max-new-tokens = 4 }, batch-size = 2, engine { sharing = true, memory = 1 GiB }, on-error = fail,"
                        + " output = runs");
        Path outside = write(
                "mine.conf", "name = a, question = b, backbone = tiny, dataset = questions, arms { full = fulll }");
        Path inside = write("conf/experiment/mine.conf", Files.readString(outside));

        assertThatThrownBy(
                        () -> Planning.in(folder.resolve("conf")).experiments().read(outside.toString(), List.of()))
                .hasMessageContaining(
                        "found no batch-size, decoding, engine, on-error, output, seed; add this line above all others: include required(\""
                                + folder + "/conf/base.conf\")\n")
                .hasMessageContaining("unknown method 'fulll'");
        assertThatThrownBy(
                        () -> Planning.in(folder.resolve("conf")).experiments().read(inside.toString(), List.of()))
                .hasMessageContaining(": include required(\"../base.conf\")\n");
        assertThatThrownBy(() -> Planning.in(folder.resolve("conf"))
                        .experiments()
                        .read(
                                outside.toString(),
                                List.of(
                                        "seed=3",
                                        "decoding.max-new-tokens=1",
                                        "engine.sharing=true",
                                        "engine.memory=1GiB",
                                        "on-error=fail",
                                        "output=runs")))
                .hasMessageContaining("batch-size: missing");
    }

    @Test
    void namesLoadTheFilesOfTheirGroupsAndDefaultsComeFromPlugins() throws IOException {
        ExperimentPlan plan = read("arms { full = full, pyramid = pyramid-drop }");

        assertThat(plan.name()).isEqualTo("test");
        assertThat(plan.backbone().name()).isEqualTo("hugging-face");
        assertThat(plan.backbone().effective().getString("model"))
                .isEqualTo(folder.resolve("conf/models/tiny").toString());
        assertThat(plan.backbone().effective().getString("device")).isEqualTo("cpu");
        assertThat(plan.geometry().layers()).isEqualTo(12);
        assertThat(plan.dataset().promptFor("What?")).isEqualTo("<image> What? A:");
        assertThat(plan.dataset().limit()).isEmpty();
        assertThat(plan.output()).isEqualTo(folder.resolve("runs"));
        ArmPlan pyramid = plan.arms().get(1);
        assertThat(pyramid.ranker()).isEqualTo("pyramid-drop");
        assertThat(pyramid.method().positions()).isEqualTo(PositionPolicy.CONTIGUOUS);
        assertThat(pyramid.config().getString("schedule.lambda")).isEqualTo("0.5");
        assertThat(plan.arms().get(0).ranker()).isEqualTo("none");
    }

    @Test
    void armsKeepTheirOrderAlsoOnOneLineAndBehindIncludes() throws IOException {
        write("base-arms.conf", "arms { zeta = full\n  alpha { method = full } }");
        ExperimentPlan plan = read(
                "include \"base-arms.conf\"\narms { mid = full, m = full, beta { method = full }, \"a b\" = full\n  aa = full }\n"
                        + "arms.alpha.positions = contiguous",
                "arms.last=full");

        assertThat(plan.arms())
                .extracting(ArmPlan::name)
                .containsExactly("zeta", "alpha", "mid", "m", "beta", "a b", "aa", "last");
    }

    @Test
    void settingsOfAnArmLieOverItsMethodAndAnotherRankerStartsAnew() throws IOException {
        ExperimentPlan plan = read("arms { a { method = fastv, ranker { use = random }, schedule { layer = 3 } } }");

        assertThat(plan.arms().get(0).config().root().unwrapped())
                .isEqualTo(java.util.Map.of(
                        "ranker", java.util.Map.of("use", "random"),
                        "schedule", java.util.Map.of("use", "single", "layer", 3, "drop-ratio", 0.5),
                        "positions", "original"));
    }

    @Test
    void overridesReachIntoBlocksThatAreOnlyNamed() throws IOException {
        ExperimentPlan plan = read(
                "arms { pyramid = pyramid-drop, other { method = full, positions = contiguous } }",
                "backbone.device=cuda",
                "arms.pyramid.schedule.lambda=0.25",
                "arms.other=fastv",
                "dataset.limit=3",
                "seed=9");

        assertThat(plan.backbone().effective().getString("device")).isEqualTo("cuda");
        assertThat(plan.arms().get(0).config().getString("schedule.lambda")).isEqualTo("0.25");
        assertThat(plan.arms().get(1).ranker()).isEqualTo("fastv");
        assertThat(plan.arms().get(1).method().positions()).isEqualTo(PositionPolicy.ORIGINAL);
        assertThat(plan.dataset().limit()).contains(3);
        assertThat(plan.seed()).isEqualTo(9);
    }

    @Test
    void aNameOnTheCommandLineReplacesTheWholeBlock() throws IOException {
        write("conf/backbone/other.conf", "use = hugging-face\nmodel = ../models/other\ndevice = cuda");

        ExperimentPlan plan =
                read("backbone { use = hugging-face, model = x }\narms { full = full }", "backbone=other");

        assertThat(plan.backbone().effective().getString("model")).endsWith("models/other");
    }

    @Test
    void aSubstitutionFollowsAnOverrideOfWhatItRefersTo() throws IOException {
        ExperimentPlan plan = read(
                "arms { p { method = pyramid-drop, schedule { layers = [3, 6] } }\n"
                        + "r { method = pyramid-drop, ranker { use = random }, schedule = ${arms.p.schedule} } }",
                "arms.p.schedule.layers=[4, 8]");

        assertThat(plan.arms().get(1).config().getIntList("schedule.layers")).containsExactly(4, 8);
    }

    @Test
    void axesExpandArmsInPlaceOverEveryCombination() throws IOException {
        ExperimentPlan plan = read("""
                arms { pyramid = pyramid-drop
                  full = full }
                axes {
                  "pyramid.schedule.lambda" = [0.50, 0.7]
                  pyramid.schedule.layers = [[3, 6], [4]]
                }
                """);

        assertThat(plan.arms())
                .extracting(ArmPlan::name)
                .containsExactly(
                        "pyramid lambda=0.50 layers=3-6",
                        "pyramid lambda=0.50 layers=4",
                        "pyramid lambda=0.7 layers=3-6",
                        "pyramid lambda=0.7 layers=4",
                        "full");
        assertThat(plan.arms().get(0).config().getString("schedule.lambda")).isEqualTo("0.50");
    }

    @Test
    void axesMaySweepRankersAndTellLikeNamedSettingsApart() throws IOException {
        ExperimentPlan plan = read("""
                arms { "fastv K=2" = fastv }
                axes {
                  "\\"fastv K=2\\".ranker.use" = [fastv, random]
                  "\\"fastv K=2\\".schedule.use" = [single]
                }
                """);

        assertThat(plan.arms())
                .extracting(ArmPlan::name)
                .containsExactly(
                        "fastv K=2 ranker.use=fastv schedule.use=single",
                        "fastv K=2 ranker.use=random schedule.use=single");
    }

    @Test
    void theEffectiveTextGivesAnEqualPlanFromAnotherFolder() throws IOException {
        ExperimentPlan plan = read(
                "arms { zeta = pyramid-drop, \"fastv K=2\" { method = fastv, schedule { keep = 20 } }, alpha = full }\n"
                        + "axes { \"zeta.schedule.lambda\" = [0.30, 0.12345678901234567890] }",
                "dataset.limit=3");
        Path effective = write("somewhere/else/effective.conf", plan.effectiveText());

        ExperimentPlan again = Planning.in(folder.resolve("conf")).experiments().read(effective.toString(), List.of());

        assertThat(again.effectiveText().replaceAll("  # .*", ""))
                .isEqualTo(plan.effectiveText().replaceAll("  # .*", ""));
        assertThat(again.arms())
                .extracting(ArmPlan::name)
                .isEqualTo(plan.arms().stream().map(ArmPlan::name).toList());
        assertThat(again.output()).isEqualTo(plan.output());
        assertThat(again.dataset().source().config())
                .isEqualTo(plan.dataset().source().config());
        Golden.assertMatches("plan/effective", mask(plan.effectiveText()));
    }

    @Test
    void aFlagOfSeveralLinesIsNamedOnOne() throws IOException {
        ExperimentPlan plan = read("arms { full = full }", "arms.x={ method = fastv\n schedule.layer = 3 }");

        String text = plan.effectiveText();
        assertThat(text).contains("  # --set arms.x={ method = fastv\\n schedule.layer = 3 }");

        Path effective = write("somewhere/else/effective.conf", text);
        ExperimentPlan again = Planning.in(folder.resolve("conf")).experiments().read(effective.toString(), List.of());
        assertThat(again.arms()).extracting(ArmPlan::name).containsExactly("full", "x");
    }

    @Test
    void everythingWrongIsReportedAtOnce() throws IOException {
        assertInvalid(
                "plan/every-problem",
                ErrorKind.CONFIG,
                """
                sede = 3
                batch-size = 0
                backbone { device = tpu }
                dataset { promt = x, limit = 0 }
                arms {
                  "a,b" = full
                  nothing = nope
                  late { method = fastv, schedule { layer = 12 } }
                  early { method = fastv, schedule { layer = 0 } }
                  unranked { schedule { use = pyramid }, positions = original }
                  wrong { method = pyramid-drop, schedule { lambda = 1.5, lamda = 1 }, ranker { use = pyramid-dorp } }
                  incomplete { ranker {}, positions = left }
                  7 = 8
                  swept = pyramid-drop
                }
                axes {
                  "swept.schedule.lambdaa" = [0.1, 0.2]
                  "sweptt.schedule.lambda" = [0.1]
                  "swept" = [1]
                  "swept.schedule.stages" = 3
                  "swept..x" = [3]
                }
                """,
                "dataset.metric.use=exact",
                "broken",
                "arms.swept.schedule.stages=2.5");
    }

    @Test
    void armsThatDoNotFitTheModelAreReportedAtTheirLines() throws IOException {
        assertInvalid("plan/unfit-arms", ErrorKind.CONFIG, """
                arms {
                  late { method = fastv, schedule { layer = 12 } }
                  early { method = fastv, schedule { layer = 0 } }
                  unranked { schedule { use = pyramid }, positions = original }
                  swept = fastv
                }
                axes { "swept.schedule.layer" = [3, 40] }
                """);
    }

    @Test
    void needsThatTheModelCannotMeetAreReportedBeforeItIsOpened() throws IOException {
        assertInvalid(
                "plan/unmet-need",
                ErrorKind.CONFIG,
                "arms { a { method = pyramid-drop, ranker { query = prompt-mean } }, b = pyramid-drop }");
    }

    @Test
    void whatHoldsForAnyModelIsCheckedWhereTheModelIsUnknown() throws IOException {
        assertInvalid("plan/unknown-model", ErrorKind.CONFIG, """
                backbone = tinny
                arms {
                  late { method = fastv, schedule { layer = 12 } }
                  early { method = fastv, schedule { layer = 0 } }
                  unranked { schedule { use = pyramid }, positions = original }
                  steep { method = pyramid-drop, schedule { lambda = 2 } }
                }
                """);
    }

    @Test
    void aDeviceIsCheckedOnRequestAlone() throws IOException {
        UnopenedModel model =
                read("arms { full = full }", "backbone.device=cuda").model();

        assertThatThrownBy(model::requireDevice).isInstanceOf(UnavailableDeviceException.class);
        read("arms { full = full }").model().requireDevice();
    }

    @Test
    void anAxisDoesNotLieOverAFlagWithoutAWord() throws IOException {
        assertInvalid(
                "plan/swept-overrides",
                ErrorKind.CONFIG,
                """
                arms {
                  p { method = pyramid-drop, schedule { layers = [3, 6] } }
                  q { method = pyramid-drop, schedule = ${arms.p.schedule} }
                  r = fastv
                  s = fastv
                }
                axes {
                  "p.schedule.lambda" = [0.1, 0.2]
                  "q.schedule.lambda" = [0.3]
                  "r.ranker.use" = [fastv, random]
                }
                """,
                "arms.p.schedule.lambda=0.3",
                "arms.p.schedule.layers=[4]",
                "arms.r.ranker.use=random",
                "arms.s={ method = fastv, schedule { layer = 4 } }",
                "axes.\"s.schedule.layer\"=[2, 3]");
    }

    @Test
    void aFlagInsideAnArmThatIsNotThereSaysWhichOneIsMeant() throws IOException {
        assertInvalid(
                "plan/unknown-arms",
                ErrorKind.CONFIG,
                "arms { pyramid = pyramid-drop, full = full }",
                "arms.pyramdi.schedule.lambda=0.3",
                "arms.zzzzzz.positions=original",
                "arms.new.method=fastv",
                "arms.new.schedule.layer=3",
                "arms.newer.schedule.use=none",
                "arms.newer.positions=original",
                "seed=x");
    }

    @Test
    void problemsOfTheConfigurationComeBeforeThoseOfTheModel() throws IOException {
        assertThatThrownBy(() -> read("arms { full = full }\nseed = x", "backbone=broken"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("seed: expected a whole number");
        assertThatThrownBy(() -> read("arms { full = full }", "backbone=broken"))
                .isInstanceOf(InvalidModelException.class);
    }

    @Test
    void unknownPluginsAloneAreAPluginError() throws IOException {
        assertInvalid(
                "plan/unknown-plugin",
                ErrorKind.PLUGIN,
                "arms { a { method = fastv, ranker { use = fast-v } }\n b { method = fastv, schedule { use = oracle } } }");
    }

    @Test
    void armsOfOneNameAfterExpansionAreAnError() throws IOException {
        assertInvalid(
                "plan/duplicate-arms",
                ErrorKind.CONFIG,
                "arms { p = pyramid-drop\n \"p lambda=0.5\" = full }\naxes { \"p.schedule.lambda\" = [0.5, 0.5] }");
    }

    @Test
    void whatANameWouldHaveGivenIsNotMissingBesideTheNameThatABlockReplaced() {
        for (String block : List.of("dataset.limit = 3", "dataset { limit = 3 }")) {
            assertThatThrownBy(() -> read(block + "\narms { full = full }"))
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessageEndingWith(
                            "exp.conf:4: dataset.use: missing, expected the name of a dataset: jsonl; or write from = NAME"
                                    + " beside the other settings of the block, for a file of conf/dataset: a line"
                                    + " dataset = NAME above the block is replaced by it");
        }
    }

    @Test
    void anExperimentWithoutAnythingSaysAllThatIsMissing() throws IOException {
        Path file = write("exp.conf", "name = x");

        assertThatThrownBy(
                        () -> Planning.in(folder.resolve("conf")).experiments().read(file.toString(), List.of()))
                .satisfies(failure -> Golden.assertMatches("plan/empty", mask(String.valueOf(failure.getMessage()))));
    }

    private ExperimentPlan read(String text, String... overrides) throws IOException {
        Path file = write("exp.conf", HEAD + text);
        return Planning.in(folder.resolve("conf")).experiments().read(file.toString(), List.of(overrides));
    }

    private void assertInvalid(String golden, ErrorKind kind, String text, String... overrides) {
        assertThatThrownBy(() -> read(text, overrides))
                .isInstanceOfSatisfying(InvalidConfigException.class, failure -> {
                    Golden.assertMatches(golden, mask(String.valueOf(failure.getMessage())));
                    assertThat(failure.kind()).isEqualTo(kind);
                });
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private String mask(String text) {
        return text.replace(folder + "/", "");
    }
}
