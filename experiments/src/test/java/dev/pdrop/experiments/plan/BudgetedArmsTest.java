// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.engine.cost.Workload;
import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Budgets in experiment files, solved by the real schedulers for the checkpoint that comes along. */
final class BudgetedArmsTest {

    @TempDir
    private Path folder;

    @Test
    void solvesABudgetForAnImageOfTheUsualSize() throws IOException {
        ArmPlan arm =
                arm("p { method = pyramid-drop, schedule { layers = [3, 6, 9], budget { average-tokens = 67.5 } } }");

        assertThat(counts(arm, 144)).containsExactly(144, 144, 144, 72, 72, 72, 36, 36, 36, 18, 18, 18);
        assertThat(arm.schedule())
                .isEqualTo("layers 3 6 9; lambda 0.5; rounding int; keeps 72 36 18 of 144; solved for 67.5 visual"
                        + " tokens on average at 67.5 visual tokens on average");
    }

    @Test
    void meetsTheBudgetForPromptsOfEverySize() throws IOException {
        ArmPlan arm =
                arm("p { method = pyramid-drop, schedule { layers = [3, 6, 9], budget { average-tokens = 67.5 } } }");

        for (int visualTokens : List.of(80, 144, 200, 250)) {
            // A token of the last stage is a quarter of a token on average, one of each stage three quarters.
            assertThat(average(arm, visualTokens))
                    .as("of %s tokens", visualTokens)
                    .isBetween(67.0, 68.0);
        }
        assertThat(average(arm, 50)).isEqualTo(50);
        assertThatThrownBy(() -> arm.method().plan(Planning.glyphLlava(), 288))
                .hasMessageContaining("a budget of at least 72 visual tokens on average");
    }

    @Test
    void solvesForWhatTheBudgetNames() throws IOException {
        assertThat(counts(arm("k { method = fastv, schedule { layer = 3, budget { average-tokens = 67.5 } } }"), 144))
                .endsWith(42, 42);
        assertThat(arm("r { method = fastv, schedule { budget { average-tokens = 100, solve = ratio } } }")
                        .schedule())
                .startsWith("layer 2; drop-ratio 0.367; rounding int; keeps 91 of 144");
        assertThat(
                        arm("l { method = fastv, schedule { keep = 72, budget { average-tokens = 100, solve = first-layer } } }")
                                .schedule())
                .startsWith("layer 5; keep 72; keeps 72 of 144");
        assertThat(arm("m { method = fastv, schedule { budget { tmac = 2e-4, convention = full, text-tokens = 20 } } }")
                        .schedule())
                .contains("TMAC (full)");
        assertThat(counts(arm("c { method = fastv, schedule { budget { kv-mib = 0.640625, dtype = float32 } } }"), 144))
                // 0.640625 MiB are 874.67 rows of 2 x 96 numbers of four bytes; 2 x 144 + 10 x 59 are 878.
                .endsWith(59, 59);
    }

    @Test
    void equalsTheAverageOfAnotherArmWhereverItStands() throws IOException {
        ExperimentPlan plan = plan("""
                f { method = fastv, schedule { budget { same-as = p } } }
                p { method = pyramid-drop, schedule { layers = [3, 6, 9] } }
                """);
        ArmPlan follower = plan.arms().get(0);

        assertThat(follower.name()).isEqualTo("f");
        assertThat(counts(follower, 144)).endsWith(52, 52);
        assertThat(average(follower, 288)).isBetween(134.0, 136.0);
        assertThat(follower.schedule()).contains("of p (layers 3 6 9; lambda 0.5; rounding int)");
        assertThat(follower.scheduling()).hasSize(2);
    }

    @Test
    void isReadFromItsEffectiveTextAgainAndGivesTheSamePlan() throws IOException {
        ExperimentPlan plan = plan("""
                p { method = pyramid-drop, schedule { layers = [3, 6, 9], budget { average-tokens = 60 } } }
                f { method = fastv, schedule { budget { same-as = p } } }
                """);
        Path again = Files.writeString(folder.resolve("again.conf"), plan.effectiveText());

        ExperimentPlan second = Planning.real().experiments().read(again.toString(), List.of());

        assertThat(plan.effectiveText()).contains("# layers 3 6 9; lambda 0.424; rounding int; keeps 61 25 10 of 144");
        assertThat(second.arms())
                .extracting(ArmPlan::schedule)
                .isEqualTo(plan.arms().stream().map(ArmPlan::schedule).toList());
        assertThat(second.arms().get(0).config().root().unwrapped())
                .isEqualTo(plan.arms().get(0).config().root().unwrapped());
    }

    @Test
    void takesABudgetFromAFlagInPlaceOfTheLambdaOfTheMethodFile() {
        ArmPlan arm = Planning.real()
                .methods()
                .resolve("pyramid-drop", List.of("schedule.layers=[3, 6, 9]", "schedule.budget.average-tokens=67.5"));

        assertThat(counts(arm, 144)).endsWith(18, 18);
    }

    @Test
    void sweepsBudgetsLikeAnyOtherSetting() throws IOException {
        write("p { method = pyramid-drop, schedule { layers = [3, 6, 9] } }");
        Path file = folder.resolve("budgets.conf");
        Files.writeString(file, Files.readString(file) + "axes { \"p.schedule.budget.average-tokens\" = [60, 90] }\n");

        ExperimentPlan plan = Planning.real().experiments().read(file.toString(), List.of());

        assertThat(plan.arms()).hasSize(2);
        assertThat(average(plan.arms().get(0), 144)).isBetween(59.0, 61.0);
        assertThat(average(plan.arms().get(1), 144)).isBetween(89.0, 91.0);
    }

    /** Ratios win over the lambda that is solved for, wherever they stand. */
    @Test
    void doesNotPassOverRatios() throws IOException {
        Path methods = Files.createDirectories(folder.resolve("conf/method"));
        for (String file : List.of("pyramid-drop", "full")) {
            Files.copy(Planning.CONF.resolve("method/" + file + ".conf"), methods.resolve(file + ".conf"));
        }
        Path shares = Files.writeString(
                methods.resolve("shares.conf"),
                Files.readString(methods.resolve("pyramid-drop.conf"))
                        + "schedule { layers = [3, 6, 9], ratios = [0.5, 0.3, 0.1] }\n");
        String expected = ": schedule.ratios: expected no ratios beside a budget, which is solved for lambda, found"
                + " [0.5, 0.3, 0.1]; leave out the ratios or the budget";

        // In the method file, the budget in a flag.
        assertThatThrownBy(() -> Planning.real()
                        .methods()
                        .resolve(shares.toString(), List.of("schedule.budget.average-tokens=67.5")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("shares.conf:")
                .hasMessageContaining(expected);
        // In a flag.
        assertThatThrownBy(() -> Planning.real()
                        .methods()
                        .resolve(
                                "pyramid-drop",
                                List.of(
                                        "schedule.layers=[3, 6, 9]",
                                        "schedule.budget.average-tokens=67.5",
                                        "schedule.ratios=[0.5, 0.3, 0.1]")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("--set schedule.ratios")
                .hasMessageContaining("expected no ratios beside a budget");
        // In an axis.
        write("p { method = pyramid-drop, schedule { layers = [3, 6, 9], budget { average-tokens = 60 } } }");
        Path file = folder.resolve("budgets.conf");
        Files.writeString(file, Files.readString(file) + "axes { \"p.schedule.ratios\" = [[0.5, 0.3, 0.1]] }\n");
        assertThatThrownBy(() -> Planning.real().experiments().read(file.toString(), List.of()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("expected no ratios beside a budget");
        // Solved for something else, or taken back, they do no harm.
        assertThat(counts(
                        Planning.real()
                                .methods()
                                .resolve(
                                        shares.toString(),
                                        List.of(
                                                "schedule.budget.average-tokens=67.5",
                                                "schedule.budget.solve=first-layer")),
                        144))
                .endsWith(14, 14);
        assertThat(counts(
                        Planning.real()
                                .methods()
                                .resolve(
                                        shares.toString(),
                                        List.of("schedule.ratios=null", "schedule.budget.average-tokens=67.5")),
                        144))
                .endsWith(18, 18);
    }

    @Test
    void tellsEverythingThatIsWrongWithBudgetsAtOnce() throws IOException {
        write("""
                both { method = fastv, schedule { budget { average-tokens = 60, tmac = 1, convention = paper } } }
                beside { method = pyramid-drop, schedule { lambda = 0.3, budget { average-tokens = 60 } } }
                unknown { method = fastv, schedule { budget { tokens = 60 } } }
                nothing { method = full, schedule { budget { average-tokens = 60 } } }
                other { method = fastv, schedule { budget { average-tokens = 60, solve = lambda } } }
                lost { method = fastv, schedule { budget { same-as = bothh } } }
                circle { method = fastv, schedule { budget { same-as = lost } } }
                low { method = pyramid-drop, schedule { layers = [6, 9], budget { average-tokens = 60 } } }
                number { method = fastv, schedule { budget = 60 } }
                untyped { method = fastv, schedule { budget { kv-mib = 1 } } }
                textual { method = fastv, schedule { budget { average-tokens = 60, text-tokens = 20 } } }
                followed { method = fastv, schedule { budget { same-as = textual, text-tokens = 20 } } }
                shares { method = pyramid-drop, schedule { ratios = [0.5, 0.3, 0.1], budget { average-tokens = 60 } } }
                """);

        assertThatThrownBy(() -> Planning.real()
                        .experiments()
                        .read(folder.resolve("budgets.conf").toString(), List.of()))
                .isInstanceOf(InvalidConfigException.class)
                .satisfies(e -> Golden.assertMatches(
                        "plan/budgets", String.valueOf(e.getMessage()).replace(folder + "/", "")));
    }

    @Test
    void anErrorOfAnArmThatAnotherFollowsIsToldOnce() {
        assertThatThrownBy(() -> plan("""
                        p { method = pyramid-drop, schedule.lamda = 0.3 }
                        f { method = fastv, schedule { budget { same-as = p } } }
                        """))
                .isInstanceOf(InvalidConfigException.class)
                .message()
                .hasLineCount(1)
                .endsWith("budgets.conf:7: arms.p.schedule.lamda: unknown key; did you mean 'lambda'?");
    }

    @Test
    void anArmFollowsOneOfThoseThatAnAxisMakes() throws IOException {
        Path file = write("""
                p { method = pyramid-drop }
                f { method = fastv, schedule { budget { same-as = p } } }
                """);
        Files.writeString(file, Files.readString(file) + "axes { \"p.schedule.lambda\" = [0.3, 0.5] }\n");

        assertThatThrownBy(() -> Planning.real().experiments().read(file.toString(), List.of()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageEndingWith(
                        "arms.f.schedule.budget.same-as: expected one arm, found 'p', of which an axis makes"
                                + " p lambda=0.3, p lambda=0.5; name one of these, or all of them in an axis of this setting");

        Files.writeString(
                file,
                Files.readString(file)
                        + "axes { \"f.schedule.budget.same-as\" = [\"p lambda=0.3\", \"p lambda=0.5\"] }\n");
        assertThat(Planning.real()
                        .experiments()
                        .read(file.toString(), List.of())
                        .arms())
                .extracting(ArmPlan::name)
                .containsExactly("p lambda=0.3", "p lambda=0.5", "f same-as=p lambda=0.3", "f same-as=p lambda=0.5");
    }

    private ArmPlan arm(String arm) throws IOException {
        return plan(arm).arms().get(0);
    }

    private ExperimentPlan plan(String arms) throws IOException {
        return Planning.real().experiments().read(write(arms).toString(), List.of());
    }

    private Path write(String arms) throws IOException {
        return Files.writeString(folder.resolve("budgets.conf"), """
                include required("%s/base.conf")
                name = budgets, controls = none
                question = "Is it met?"
                backbone = glyph-llava
                dataset = glyph-questions
                arms {
                %s
                }
                """.formatted(Planning.CONF.toAbsolutePath(), arms));
    }

    private static int[] counts(ArmPlan arm, int visualTokens) {
        return arm.method()
                .plan(Planning.glyphLlava(), visualTokens)
                .visualTokensPerLayer(Planning.glyphLlava().layers(), visualTokens);
    }

    private static double average(ArmPlan arm, int visualTokens) {
        assertThat(Arrays.stream(counts(arm, visualTokens)).min().orElse(-1)).isNotNegative();
        return Workload.ofVisualTokens(counts(arm, visualTokens)).averageTokens();
    }
}
