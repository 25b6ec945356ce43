// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Prompts of six rows, t v v t v t or fewer. */
final class RankingContextTest {

    private final NDManager root = Engine.getEngine("PyTorch").newBaseManager();
    private final NDManager manager = root.newSubManager();

    @AfterEach
    void close() {
        root.close();
    }

    @Test
    void slicesVisualEntriesThatTouch() {
        RankingContext context = context(new int[][] {{1, 2}, {1, 2}});
        assertThat(context.visual(numbers(2, 6), -1).toFloatArray()).containsExactly(1, 2, 7, 8);
    }

    @Test
    void gathersVisualEntriesThatAreScattered() {
        RankingContext context = context(new int[][] {{1, 2, 4}, {1, 2, 4}});
        assertThat(context.visual(numbers(2, 6), 1).toFloatArray()).containsExactly(1, 2, 4, 7, 8, 10);
    }

    @Test
    void gathersOtherEntriesInEachExample() {
        RankingContext context = context(new int[][] {{1, 2}, {2, 4}});
        assertThat(context.visual(numbers(2, 6), 1).toFloatArray()).containsExactly(1, 2, 8, 10);
    }

    @Test
    void gathersAlongAnAxisInTheMiddle() {
        RankingContext context = context(new int[][] {{4}, {2}});
        NDArray visual = context.visual(numbers(2, 1, 6, 2), 2);
        assertThat(visual.getShape()).isEqualTo(new Shape(2, 1, 1, 2));
        assertThat(visual.toFloatArray()).containsExactly(8, 9, 16, 17);
    }

    @Test
    void slicesAlongAnAxisInTheMiddle() {
        RankingContext context = context(new int[][] {{1, 2}});
        NDArray visual = context.visual(numbers(1, 6, 2), -2);
        assertThat(visual.getShape()).isEqualTo(new Shape(1, 2, 2));
        assertThat(visual.toFloatArray()).containsExactly(2, 3, 4, 5);
    }

    @Test
    void givesNoEntryWhereNoVisualTokenIsLeft() {
        RankingContext context = context(new int[][] {{}, {}});
        assertThat(context.visual(numbers(2, 6), 1).getShape()).isEqualTo(new Shape(2, 0));
    }

    @Test
    void ownsTheResultAndLeavesTheArgumentWhereItWas() {
        for (int[][] rows : new int[][][] {{{1, 2}, {1, 2}}, {{1, 2}, {2, 4}}}) {
            NDArray array = numbers(2, 6);
            int before = root.getManagedArrays().size();
            NDArray visual = context(rows).visual(array, 1);
            assertThat(visual.getManager()).isSameAs(manager);
            assertThat(array.getManager()).isSameAs(root);
            assertThat(root.getManagedArrays()).hasSize(before + 1);
        }
    }

    @Test
    void tellsWhereEachTokenLeftComesFrom() {
        RankingContext context = context(new int[][] {{1, 4}});
        assertThat(context.origins(0)).containsExactly(new VisualToken(0, 0, 0, 0), new VisualToken(0, 0, 0, 2));
        assertThat(context.point()).isEqualTo(Point.decoder(3));
        assertThat(context.keep()).isEqualTo(1);
    }

    @Test
    void givesAnExampleTheSameRandomNumbersAgain() {
        RankingContext context = context(new int[][] {{1}, {1}});
        assertThat(context.random(1).nextLong())
                .isEqualTo(context.random(1).nextLong())
                .isNotEqualTo(context.random(0).nextLong());
    }

    private NDArray numbers(long... shape) {
        return root.arange((float) new Shape(shape).size()).reshape(shape);
    }

    private RankingContext context(int[][] visualRows) {
        return new RankingContext(new Rows(visualRows), 1, Random::new, manager);
    }

    /** A state that knows its visual rows and nothing else. */
    private record Rows(List<List<Integer>> visual) implements DecoderState {

        private static final int[] VISUAL_ROWS = {1, 2, 4};

        Rows(int[][] rows) {
            this(java.util.Arrays.stream(rows)
                    .map(example -> IntStream.of(example).boxed().toList())
                    .toList());
        }

        @Override
        public int layer() {
            return 3;
        }

        @Override
        public List<Prompt> prompts() {
            List<VisualToken> tokens = IntStream.range(0, 3)
                    .mapToObj(i -> new VisualToken(0, 0, 0, i))
                    .toList();
            Prompt prompt = new Prompt(
                    new int[6],
                    List.of(new ImageSpan(0, 1, 2), new ImageSpan(0, 4, 1)),
                    tokens,
                    List.of(Image.of("dot", 1, 1, new byte[3])),
                    List.of());
            return java.util.Collections.nCopies(visual.size(), prompt);
        }

        @Override
        public int tokens() {
            return 6;
        }

        @Override
        public int visualTokens() {
            return visual.get(0).size();
        }

        @Override
        public int[] visualIndices(int example) {
            return IntStream.of(visualRows(example))
                    .map(row -> java.util.Arrays.binarySearch(VISUAL_ROWS, row))
                    .toArray();
        }

        @Override
        public int[] visualRows(int example) {
            return visual.get(example).stream().mapToInt(Integer::intValue).toArray();
        }

        @Override
        public int[] positions(int example) {
            return IntStream.range(0, 6).toArray();
        }

        @Override
        public int nextPosition(int example) {
            return 6;
        }

        @Override
        public int keyValueTokens(int decoderLayer) {
            return 6;
        }

        @Override
        public Set<Capture> captures() {
            return Set.of();
        }

        @Override
        public NDArray captured(Capture capture) {
            throw new IllegalArgumentException("nothing is captured: " + capture);
        }

        @Override
        public void close() {}
    }
}
