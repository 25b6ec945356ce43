// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.statistics.Contrast.Difference;
import dev.pdrop.engine.statistics.Verdict;
import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.outcome.HorizonResult;
import dev.pdrop.experiments.outcome.PairResult;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.run.TriedLayers.Tried;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TriedLayersTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void armsThatDifferInTheLayerAloneAreHeldAgainstRandomOnTheirSchedules() throws IOException {
        ExperimentPlan plan = plan("controls = none", """
                deep { method = fastv, schedule { layer = 6, keep = 36 } }
                early { method = fastv, schedule { layer = 2, keep = 36 } }
                chance-2 { method = random, positions = original, schedule { use = single, layer = 2, keep = 36 } }
                chance-6 { method = random, positions = original, schedule { use = single, layer = 6, keep = 36 } }
                """);

        List<TriedLayers> groups = TriedLayers.of(plan);

        assertThat(groups).singleElement().satisfies(group -> {
            assertThat(group.alike().ranker()).isEqualTo("fastv");
            assertThat(group.alike().keep()).isEqualTo(36);
            assertThat(group.layers())
                    .containsExactly(
                            new Tried(2, new Difference("early", "chance-2")),
                            new Tried(6, new Difference("deep", "chance-6")));
        });
    }

    @Test
    void whatDiffersInMoreThanTheLayerIsNotOfOneGroup() throws IOException {
        ExperimentPlan plan = plan("controls = [random]", """
                a { method = fastv, schedule { layer = 2, keep = 36 } }
                other-count { method = fastv, schedule { layer = 3, keep = 37 } }
                other-positions { method = fastv, positions = contiguous, schedule { layer = 4, keep = 36 } }
                other-ranker { method = pyramid-drop, positions = original, schedule { use = single, layer = 5, keep = 36 } }
                several-stages { method = pyramid-drop, schedule { layers = [3, 6, 9] } }
                keeps-all { method = fastv, schedule { layer = 6, keep = 144 } }
                """);

        assertThat(TriedLayers.of(plan)).isEmpty();
    }

    @Test
    void attachedControlsServeAndHaveNoHorizonThemselves() throws IOException {
        ExperimentPlan plan = plan("controls = standard", """
                two { method = fastv, schedule { layer = 2, keep = 36 } }
                six { method = fastv, schedule { layer = 6, keep = 36 } }
                """);

        assertThat(TriedLayers.pairs(TriedLayers.of(plan)))
                .as("bottom-k at two layers is a control, not a method")
                .containsExactly(new Difference("two", "random of two"), new Difference("six", "random of six"));
    }

    @Test
    void layerByRatioHasAHorizonForEachRatioAndItsOwnRandomArmsServe() {
        ExperimentPlan plan = Planning.real().experiments().read("layer-by-ratio", List.of());

        List<TriedLayers> groups = TriedLayers.of(plan);

        assertThat(groups).extracting(group -> group.alike().keep()).containsExactlyInAnyOrder(14, 36, 72, 108);
        assertThat(groups).allSatisfy(group -> {
            assertThat(group.layers()).extracting(Tried::layer).containsExactly(2, 3, 6, 9);
            assertThat(group.layers())
                    .allSatisfy(one -> assertThat(one.pair().reference())
                            .isEqualTo(one.pair().arm().replace("ranked", "random")));
        });
        assertThat(plan.arms()).as("nothing is attached").hasSize(33);
        assertThat(plan.controls().rivals("ranked layer=2 drop-ratio=0.9"))
                .containsExactly("random layer=2 drop-ratio=0.9");
        assertThat(Compared.comparisons(plan))
                .as("each of 32 arms against full, and 16 rankings against random, which are the gains")
                .isEqualTo(48);
    }

    @Test
    void verdictsGoToTheirLayersGroupByGroup() {
        List<TriedLayers> groups = TriedLayers.of(Planning.real().experiments().read("layer-by-ratio", List.of()));
        List<Difference> pairs = TriedLayers.pairs(groups);
        List<PairResult> rankings = IntStream.range(0, pairs.size())
                .mapToObj(i -> new PairResult(
                        pairs.get(i).arm(),
                        pairs.get(i).reference(),
                        0.01 * i,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        i % 4 < 2 ? Verdict.HIGHER : Verdict.NOT_DISTINGUISHABLE))
                .toList();

        List<HorizonResult> horizons = TriedLayers.horizons(groups, rankings);

        assertThat(horizons)
                .hasSize(4)
                .allSatisfy(one -> assertThat(one.horizon()).contains(6));
        for (int i = 0; i < 4; i++) {
            assertThat(horizons.get(i).keep()).isEqualTo(groups.get(i).alike().keep());
            assertThat(horizons.get(i).layers().get(3).pair()).isEqualTo(rankings.get(4 * i + 3));
        }
    }

    private ExperimentPlan plan(String controls, String arms) throws IOException {
        Path file = Files.writeString(
                folder.resolve("layers.conf"), """
                include required("%s/base.conf")
                name = layers
                question = "How deep?"
                backbone = glyph-llava
                dataset = glyph-questions
                %s
                arms {
                %s
                }
                """.formatted(Planning.CONF.toAbsolutePath(), controls, arms));
        return Planning.real().experiments().read(file.toString(), List.of());
    }
}
