// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import ai.djl.ndarray.types.DataType;
import dev.pdrop.engine.cost.Workload.RankedStage;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.Stage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FullConventionTest {

    private static final Geometry.Vision VISION =
            new Geometry.Vision(new Geometry.Tower(2, 3, 5, 2, 1, 4, 6, 5, 5), new Geometry.Projector(4, 50), 4);

    /** Two layers of width 8, four query heads on two key heads of size 2, feed-forward 16, vocabulary 10. */
    private static final Geometry TINY = new Geometry(2, 8, 4, 2, 2, 16, 10, 64, VISION);

    private static final Geometry VICUNA_7B = new Geometry(
            32,
            4096,
            32,
            32,
            128,
            11008,
            32064,
            4096,
            new Geometry.Vision(
                    new Geometry.Tower(23, 1024, 4096, 2, 16, 576, 588, 577, 577),
                    new Geometry.Projector(576, 1024 * 4096 + 4096 * 4096),
                    576));

    @Test
    void countsEachTermByHand() {
        Workload workload = new Workload(4, List.of(4.0, 1.0), 2, List.of());

        FullConvention.Terms terms = new FullConvention().terms(TINY, workload);

        // Rows are 4 + 2, then 1 + 2. Queries are 4 x 2 wide, keys and values 2 x 2.
        assertThat(terms.projections()).isEqualTo((6 + 3) * (8 * 8 + 2 * 8 * 4 + 8 * 8));
        // 6 rows meet 1 + 2 + .. + 6 keys and as many values, 3 rows 1 + 2 + 3.
        assertThat(terms.attention()).isEqualTo(2 * 21 * 8 + 2 * 6 * 8);
        assertThat(terms.feedForward()).isEqualTo((6 + 3) * 3 * 8 * 16);
        assertThat(terms.tower()).isEqualTo(4 * 6 * 3 + 2 * (4 * 5 * 3 * 3 + 2 * 5 * 5 * 3 + 2 * 5 * 3 * 5));
        assertThat(terms.projector()).isEqualTo(4 * 50);
        assertThat(terms.ranking()).isZero();
        assertThat(terms.head()).isEqualTo(8 * 10);
        assertThat(new FullConvention().multiplyAdds(TINY, workload)).isEqualTo(terms.sum());
    }

    @Test
    void scalesTowerAndProjectorWithTheVisualTokensAtTheInput() {
        FullConvention.Terms one = new FullConvention().terms(TINY, Workload.ofVisualTokens(new int[] {4, 4}));
        FullConvention.Terms two = new FullConvention().terms(TINY, Workload.ofVisualTokens(new int[] {8, 8}));

        assertThat(two.tower()).isEqualTo(2 * one.tower());
        assertThat(two.projector()).isEqualTo(2 * one.projector());
    }

    @Test
    void countsOneQueryRowAgainstTheKeysOfALayerThatHasRun() {
        Capture attention = Capture.of(0, Capture.Kind.ATTENTION, Queries.Named.LAST_PROMPT_TOKEN);

        assertThat(ranking(attention)).isEqualTo(6 * 8);
    }

    @Test
    void countsTheProjectionsOfALayerThatHasNotRun() {
        Capture attention = Capture.of(1, Capture.Kind.ATTENTION, Queries.Named.LAST_PROMPT_TOKEN);

        // Keys of six rows, the query of one, six products.
        assertThat(ranking(attention)).isEqualTo(6 * 8 * 4 + 8 * 8 + 6 * 8);
        assertThat(ranking(Capture.of(1, Capture.Kind.KEY, Queries.Named.ALL))).isEqualTo(6 * 8 * 4);
    }

    @Test
    void countsNothingForWhatIsThereAnyway() {
        assertThat(ranking(Capture.of(1, Capture.Kind.HIDDEN, Queries.Named.ALL)))
                .isZero();
        assertThat(ranking(Capture.of(0, Capture.Kind.KEY, Queries.Named.ALL))).isZero();
        assertThat(ranking(Capture.pixels())).isZero();
    }

    @Test
    void givesAQuarterOfTheKeysToAModelWithAQuarterOfTheKeyHeads() {
        Geometry mistral = new Geometry(32, 4096, 32, 8, 128, 14336, 32064, 32768, VICUNA_7B.vision());
        Workload workload = Workload.ofVisualTokens(filled(576));

        double projections = new FullConvention().terms(mistral, workload).projections();

        assertThat(projections).isEqualTo(32 * 576.0 * (2.0 * 4096 * 4096 + 2.0 * 4096 * 1024));
        assertThat(new KeyValueCache(mistral, DataType.FLOAT16).bytes(workload) * 4)
                .isEqualTo(new KeyValueCache(VICUNA_7B, DataType.FLOAT16).bytes(workload));
    }

    /** The published estimate of what ranking adds: the keys of all tokens at the next layer, 0.95 % at 7B. */
    @Test
    void findsTheRankingOfPyramidDropAtAboutOnePercentOfTheVisualPrefill() {
        Schedule schedule = new Schedule(List.of(Stage.keep(8, 288), Stage.keep(16, 144), Stage.keep(24, 72)));
        Workload workload = Workload.of(32, 576, 0, schedule, FullConventionTest::keysOfTheNextLayer);

        double ranking = new FullConvention().terms(VICUNA_7B, workload).ranking();

        assertThat(ranking / new PaperConvention().multiplyAdds(VICUNA_7B, workload))
                .isCloseTo(0.0095, withPercentage(2));
    }

    @Test
    void keepsTwoVectorsOfEveryRowAndLayerInTheCache() {
        Workload workload = new Workload(4, List.of(4.0, 1.0), 2, List.of());

        assertThat(new KeyValueCache(TINY, DataType.FLOAT32).bytesPerLayer(workload))
                .containsExactly(6 * 2 * 4 * 4.0, 3 * 2 * 4 * 4.0);
        assertThat(new KeyValueCache(TINY, DataType.BFLOAT16).bytes(workload)).isEqualTo(9 * 2 * 4 * 2);
        // 576 rows of 2 x 4096 numbers of two bytes in each of 32 layers: 288 MiB.
        assertThat(new KeyValueCache(VICUNA_7B, DataType.FLOAT16).bytes(Workload.ofVisualTokens(filled(576))))
                .isEqualTo(288.0 * 1024 * 1024);
    }

    @Test
    void followsAScheduleLayerByLayer() {
        Schedule schedule = new Schedule(List.of(Stage.keep(0, 3), Stage.keep(2, 1)));

        Workload workload = Workload.of(3, 4, 5, schedule, FullConventionTest::keysOfTheNextLayer);

        assertThat(workload.visualTokens()).containsExactly(3.0, 3.0, 1.0);
        assertThat(workload.averageTokens()).isEqualTo(7.0 / 3);
        assertThat(workload.rankings()).extracting(RankedStage::layer).containsExactly(0, 2);
        assertThat(workload.rowsBefore(0)).isEqualTo(9);
        assertThat(workload.rowsBefore(2)).isEqualTo(8);
    }

    private static double ranking(Capture need) {
        Workload workload = new Workload(4, List.of(4.0, 1.0), 2, List.of(new RankedStage(1, Set.of(need))));
        return new FullConvention().terms(TINY, workload).ranking();
    }

    private static Set<Capture> keysOfTheNextLayer(Point at) {
        int layer = ((Point.DecoderLayer) at).layer();
        return Collections.singleton(Capture.of(layer, Capture.Kind.SCORES, Queries.Named.LAST_PROMPT_TOKEN));
    }

    private static int[] filled(int count) {
        int[] tokens = new int[32];
        Arrays.fill(tokens, count);
        return tokens;
    }
}
