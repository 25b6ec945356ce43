// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.engine.InputTransform;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.ReversedRanker;
import dev.pdrop.engine.SeparatorKeepingRanker;
import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.plan.Controls.ControlArm;
import dev.pdrop.experiments.plan.Controls.LeftOut;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.TokenGrid;
import dev.pdrop.spi.TokenRanker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AttachedControlsTest {

    private static final String TWO = """
            p { method = pyramid-drop, schedule { layers = [3, 6, 9] } }
            f { method = fastv, schedule { use = single, layer = 2, keep = 52 } }
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void standardAttachesAllThatTheModelCanHave() throws IOException {
        ExperimentPlan plan = plan("", TWO);

        assertThat(plan.arms())
                .extracting(ArmPlan::name)
                .containsExactly(
                        "p",
                        "f",
                        "full",
                        "random of p",
                        "random of f",
                        "uniform of p",
                        "uniform of f",
                        "bottom-k of p",
                        "bottom-k of f",
                        "pool of p",
                        "text-only",
                        "blank-image");
        assertThat(plan.controls().setting()).isEqualTo("standard");
        assertThat(plan.controls().arms())
                .contains(
                        new ControlArm("full", "full", List.of(), true),
                        new ControlArm("random", "random of f", List.of("f"), true),
                        new ControlArm("bottom-k", "bottom-k of p", List.of("p"), true),
                        new ControlArm("pool", "pool of p", List.of("p", "f"), true),
                        new ControlArm("text-only", "text-only", List.of(), true))
                .hasSize(10);
        assertThat(plan.controls().leftOut()).extracting(LeftOut::control).containsExactly("downsample");
        assertThat(plan.controls().leftOut().get(0).sentence())
                .isEqualTo(
                        "The control downsample is left out: this model's vision tower has a fixed resolution, so that a"
                                + " smaller image would become as many visual tokens");
    }

    @Test
    void anArmHasToBeatItsOwnControlsAndWhatSeesNothing() throws IOException {
        Controls controls = plan("", TWO).controls();

        assertThat(controls.rivals("f"))
                .containsExactly(
                        "random of f", "uniform of f", "bottom-k of f", "pool of p", "text-only", "blank-image");
        assertThat(controls.rivals("random of f")).isEmpty();
        assertThat(controls.rivals("full")).isEmpty();
    }

    @Test
    void aControlKeepsAsManyTokensAtTheSamePositionsAsItsArm() throws IOException {
        ExperimentPlan plan = plan("", TWO);

        for (String control : List.of("random", "uniform", "bottom-k")) {
            for (String name : List.of("p", "f")) {
                ArmPlan arm = arm(plan, name);
                ArmPlan one = arm(plan, control + " of " + name);
                assertThat(one.planned(plan.geometry())).isEqualTo(arm.planned(plan.geometry()));
                assertThat(one.method().positions()).isEqualTo(arm.method().positions());
                assertThat(one.schedule()).isEqualTo(arm.schedule());
            }
        }
        assertThat(arm(plan, "bottom-k of p").method().ranker())
                .hasValue(new ReversedRanker(arm(plan, "p").method().ranker().orElseThrow()));
        assertThat(arm(plan, "bottom-k of p").ranker()).isEqualTo("pyramid-drop reversed");
        assertThat(plan.arms())
                .allSatisfy(
                        arm -> assertThat(arm.replicates()).isEqualTo(arm.name().startsWith("random") ? 5 : 1));
        assertThat(arm(plan, "text-only").input()).isEqualTo(InputTransform.TEXT_ONLY);
        assertThat(arm(plan, "blank-image").input()).isEqualTo(InputTransform.BLANK_IMAGE);
        assertThat(arm(plan, "text-only").config().getString("input")).isEqualTo("text-only");
    }

    @Test
    void newlinesThatStayInAnArmStayInItsControls() throws IOException {
        ExperimentPlan plan = plan(
                "", "p { method = pyramid-drop, newlines = keep }\nq { method = pyramid-drop, newlines = rank }\n");

        TokenRanker own = arm(plan, "p").ranking().orElseThrow();
        assertThat(arm(plan, "p").method().ranker()).hasValue(new SeparatorKeepingRanker(own));
        TokenRanker other = arm(plan, "q").ranking().orElseThrow();
        assertThat(arm(plan, "q").method().ranker()).hasValue(other);
        assertThat(arm(plan, "bottom-k of p").method().ranker())
                .hasValue(new SeparatorKeepingRanker(new ReversedRanker(own)));
        assertThat(arm(plan, "bottom-k of q").method().ranker()).hasValue(new ReversedRanker(other));
        assertThat(arm(plan, "random of p").config().getString("newlines")).isEqualTo("keep");
        assertThat(arm(plan, "random of q").config().hasPath("newlines")).isFalse();
    }

    /** p: (3 x 144 + 3 x 72 + 3 x 36 + 3 x 18) / 12 = 67.5 tokens, to which 8 x 8 is nearer than 8 x 9. */
    @Test
    void poolingAveragesToTheGridNearestToTheTokensOfTheArm() throws IOException {
        ExperimentPlan plan =
                plan("controls = [pool]", TWO + "few { method = fastv, schedule { layer = 1, keep = 9 } }\n");

        ArmPlan pool = arm(plan, "pool of p");
        assertThat(pool.planned(plan.geometry())).isEqualTo(new Schedule(List.of(Stage.keep(0, 64))));
        assertThat(pool.ranker()).isEqualTo("average-pool");
        assertThat(pool.method().positions()).isEqualTo(PositionPolicy.CONTIGUOUS);
        assertThat(pool.schedule()).isEqualTo("layer 0; 12 x 12 averaged to 8 x 8");
        assertThat(pool.method().plan(plan.geometry(), 3 * 144).stages())
                .as("each of three images")
                .containsExactly(Stage.keep(0, 3 * 64));
        // (144 + 11 x 9) / 12 = 20.25.
        assertThat(arm(plan, "pool of few").planned(plan.geometry()))
                .isEqualTo(new Schedule(List.of(Stage.keep(0, 20))));
        assertThat(plan.controls().arms())
                .containsExactly(
                        new ControlArm("pool", "pool of p", List.of("p", "f"), true),
                        new ControlArm("pool", "pool of few", List.of("few"), true));
    }

    @Test
    void poolingToTheWholeGridIsLeftOutByName() throws IOException {
        ExperimentPlan plan =
                plan("controls = [pool]", "late { method = fastv, schedule { layer = 11, keep = 100 } }\n" + TWO);

        assertThat(plan.controls().arms())
                .containsExactly(new ControlArm("pool", "pool of p", List.of("p", "f"), true));
        assertThat(plan.controls().leftOut())
                .extracting(LeftOut::sentence)
                .containsExactly("The control pool is left out: 'late' has 140.3 visual tokens a layer on average, to"
                        + " which the whole grid of 12 x 12 is nearest");
    }

    @Test
    void poolingThatIsDeclaredByHandServesHoweverItsCountIsWritten() throws IOException {
        ExperimentPlan plan = plan("controls = [pool, random]", """
                p { method = pyramid-drop, schedule { layers = [3, 6, 9] } }
                mine { method = pool, schedule { keep = 64 } }
                """);

        assertThat(plan.arms()).extracting(ArmPlan::name).containsExactly("p", "mine", "random of p");
        assertThat(plan.controls().arms()).contains(new ControlArm("pool", "mine", List.of("p"), false));
    }

    @Test
    void theNearestGridHasTheRatioOfSidesOfTheWholeOne() {
        TokenGrid square = new TokenGrid(24, 24);
        assertThat(Pooling.nearest(square, 192)).isEqualTo(new TokenGrid(14, 14));
        assertThat(Pooling.nearest(square, 183)).isEqualTo(new TokenGrid(13, 14));
        assertThat(Pooling.nearest(square, 13)).as("12 and 16, then 9").isEqualTo(new TokenGrid(3, 4));
        assertThat(Pooling.nearest(square, 14)).as("between 12 and 16").isEqualTo(new TokenGrid(3, 4));
        assertThat(Pooling.nearest(square, 0.2)).isEqualTo(new TokenGrid(1, 1));
        assertThat(Pooling.nearest(square, 570)).isEqualTo(square);
        assertThat(Pooling.nearest(new TokenGrid(24, 12), 72)).isEqualTo(new TokenGrid(12, 6));
    }

    @Test
    void armsOfOneScheduleShareTheirControls() throws IOException {
        ExperimentPlan plan = plan("controls = [random, uniform, bottom-k]", """
                a { method = pyramid-drop }
                b { method = pyramid-drop, ranker.query = prompt-mean }
                c { method = pyramid-drop, positions = original }
                """);

        assertThat(plan.controls().arms())
                .containsExactly(
                        new ControlArm("random", "random of a", List.of("a", "b"), true),
                        new ControlArm("random", "random of c", List.of("c"), true),
                        new ControlArm("uniform", "uniform of a", List.of("a", "b"), true),
                        new ControlArm("uniform", "uniform of c", List.of("c"), true),
                        new ControlArm("bottom-k", "bottom-k of a", List.of("a"), true),
                        new ControlArm("bottom-k", "bottom-k of b", List.of("b"), true),
                        new ControlArm("bottom-k", "bottom-k of c", List.of("c"), true));
        assertThat(plan.controls().setting()).isEqualTo("random, uniform, bottom-k");
        assertThat(plan.controls().leftOut()).isEmpty();
    }

    @Test
    void aControlThatIsDeclaredByHandServesAndIsNotAttachedAgain() throws IOException {
        ExperimentPlan plan = plan("controls = [full, random, text-only]", """
                whole = full
                p = pyramid-drop
                chance { method = random }
                blind { method = full, input = text-only }
                """);

        assertThat(plan.arms()).extracting(ArmPlan::name).containsExactly("whole", "p", "chance", "blind");
        assertThat(plan.controls().arms())
                .containsExactly(
                        new ControlArm("full", "whole", List.of(), false),
                        new ControlArm("random", "chance", List.of("p"), false),
                        new ControlArm("text-only", "blind", List.of(), false));
        assertThat(arm(plan, "chance").replicates()).isEqualTo(1);
    }

    @Test
    void controlsHaveNoControls() throws IOException {
        ExperimentPlan plan = plan("", "full = full\nchance = random\neven = uniform\n");

        assertThat(plan.arms())
                .extracting(ArmPlan::name)
                .containsExactly("full", "chance", "even", "text-only", "blank-image");
        assertThat(plan.controls().leftOut()).isEmpty();
    }

    @Test
    void aControlFollowsTheBudgetOfItsArm() throws IOException {
        ExperimentPlan plan = plan(
                "controls = [uniform]", "b { method = pyramid-drop, schedule { budget { average-tokens = 60 } } }\n");

        assertThat(arm(plan, "uniform of b").planned(plan.geometry()))
                .isEqualTo(arm(plan, "b").planned(plan.geometry()));
        assertThat(arm(plan, "uniform of b").budget()).isPresent();
    }

    @Test
    void sweptArmsHaveControlsOfTheirOwn() throws IOException {
        ExperimentPlan plan =
                plan("controls = [uniform], axes { \"k.schedule.keep\" = [9, 16] }", "k { method = fastv }\n");

        assertThat(plan.arms())
                .extracting(ArmPlan::name)
                .containsExactly("k keep=9", "k keep=16", "uniform of k keep=9", "uniform of k keep=16");
    }

    @Test
    void whoOptsOutHasWhatIsDeclaredAlone() throws IOException {
        for (String setting : List.of("controls = none", "controls = null")) {
            ExperimentPlan plan = plan(setting, TWO);
            assertThat(plan.arms()).hasSize(2);
            assertThat(plan.controls()).isEqualTo(Controls.none());
            assertThat(plan.controls().optedOut()).isTrue();
        }
    }

    @Test
    void theEffectiveTextGivesTheSamePlanAgain() throws IOException {
        ExperimentPlan plan = plan("", TWO + "r { method = random, replicates = 3 }\n");
        String text = plan.effectiveText();
        Path file = Files.writeString(folder.resolve("again.conf"), text);

        ExperimentPlan again = Planning.real().experiments().read(file.toString(), List.of());

        assertThat(text).contains("# attached by controls: random of p", "replicates = 3");
        assertThat(again.controls()).isEqualTo(plan.controls());
        assertThat(again.arms()).extracting(ArmPlan::name).containsExactlyElementsOf(names(plan));
        assertThat(again.arms())
                .extracting(ArmPlan::config)
                .isEqualTo(plan.arms().stream().map(ArmPlan::config).toList());
        assertThat(again.arms())
                .extracting(ArmPlan::replicates)
                .isEqualTo(plan.arms().stream().map(ArmPlan::replicates).toList());
    }

    @Test
    void aDeclaredArmThatTakesTheNameOfAControlIsAProblem() {
        assertThatThrownBy(() -> plan("", "full = pyramid-drop\n"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("controls.conf:")
                .hasMessageContaining(
                        "arms.full: expected a name that no attached control has, found 'full' for an arm that is"
                                + " another one; give the arm another name, or set controls = none");
    }

    @Test
    void anArmMayShowSmallerPictures() throws IOException {
        ExperimentPlan plan = plan("controls = [full, text-only]", """
                p = pyramid-drop
                half { method = full, input = down-sampled, input-scale = 0.5 }
                """);

        ArmPlan half = arm(plan, "half");
        assertThat(half.input()).isEqualTo(InputTransform.downSampled(0.5));
        assertThat(half.config().getString("input")).isEqualTo("down-sampled");
        assertThat(half.config().getDouble("input-scale")).isEqualTo(0.5);
        assertThat(half.unreduced(plan.geometry())).isFalse();
        assertThat(plan.controls().arms())
                .extracting(ControlArm::arm)
                .as("a smaller picture is not the untouched model")
                .containsExactly("full", "text-only");
    }

    @Test
    void aScaleGoesWithSmallerPicturesAlone() {
        assertThatThrownBy(() -> plan("", "h { method = full, input = down-sampled }\n"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(
                        "arms.h: input-scale must be above 0 and below 1 where input = down-sampled, was missing");
        assertThatThrownBy(() -> plan("", "h { method = full, input = down-sampled, input-scale = 1 }\n"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("was 1.0");
        assertThatThrownBy(() -> plan("", "h { method = full, input-scale = 0.5 }\n"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("arms.h: input-scale must be left out unless input = down-sampled, was 0.5");
    }

    private static List<String> names(ExperimentPlan plan) {
        return plan.arms().stream().map(ArmPlan::name).toList();
    }

    private static ArmPlan arm(ExperimentPlan plan, String name) {
        return plan.arms().stream()
                .filter(arm -> arm.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Keeps the first tokens, whatever they show. */
    private record First() implements TokenRanker {
        @Override
        public Set<Capture> needs(Point at) {
            return Set.of();
        }

        @Override
        public Ranking rank(RankingContext context) {
            int[][] kept = new int[context.batch()][];
            Arrays.fill(kept, IntStream.range(0, context.keep()).toArray());
            return new Ranking.Selection(kept);
        }

        @Override
        public boolean looksAtText() {
            return false;
        }

        @Override
        public boolean givesScores() {
            return false;
        }
    }

    @Test
    void aRankerThatChoosesItselfIsNotTurnedRound() throws IOException {
        ExperimentPlan plan = plan("controls = none", TWO);
        ArmPlan scoring = arm(plan, "p");
        ArmPlan choosing = new ArmPlan(
                "first",
                new Method(
                        Optional.of(new First()),
                        scoring.method().scheduler(),
                        scoring.method().positions()),
                "first-ones",
                scoring.schedule(),
                InputTransform.ORIGINAL,
                1,
                scoring.config(),
                scoring.location());
        AttachedControls.Attached attached = new AttachedControls(
                        new ControlSetting("bottom-k", EnumSet.of(ControlKind.BOTTOM_K), scoring.location()),
                        List.of(scoring, choosing),
                        plan.model(),
                        Planning.real().methods(),
                        new GroupReferences(new ConfigGroups(Planning.CONF, ClassLoader.getPlatformClassLoader())),
                        new ConfigProblems())
                .attach();
        assertThat(attached.controls().arms())
                .containsExactly(new ControlArm("bottom-k", "bottom-k of p", List.of("p"), true));
        assertThat(attached.controls().leftOut())
                .extracting(Controls.LeftOut::sentence)
                .containsExactly(
                        "The control bottom-k is left out: the ranker first-ones of first chooses tokens itself,"
                                + " so that it gives no order to turn round");
    }

    private ExperimentPlan plan(String setting, String arms) throws IOException {
        Path file = Files.writeString(
                folder.resolve("controls.conf"), """
                include required("%s/base.conf")
                name = controls
                question = "Does it beat them?"
                backbone = glyph-llava
                dataset = glyph-questions
                %s
                arms {
                %s
                }
                """.formatted(Planning.CONF.toAbsolutePath(), setting, arms));
        return Planning.real().experiments().read(file.toString(), List.of());
    }
}
