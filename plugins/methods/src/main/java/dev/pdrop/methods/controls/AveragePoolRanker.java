// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.controls;

import dev.pdrop.spi.Capture;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Mixture;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.spi.TokenRankerFactory;
import dev.pdrop.spi.VisualToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The control that looks at the whole picture, but less closely: averages the grid of visual tokens to a smaller one,
 * before the decoder has seen it.
 *
 * <p>Each tile of each image is averaged by itself, to a grid of an equal share of the tokens that are asked for; the
 * grid is the one of exactly that many cells whose ratio of sides is nearest to the tile's. The windows are those of
 * adaptive average pooling, so that sides need not divide and neighbouring windows may then overlap; the token in the
 * middle of a window stays for it. What stands for no part of the picture, such as an image newline, goes first, as
 * with {@link UniformRanker}, for there are no rows left that it would part. If everything is to stay, it stays as it
 * is.
 *
 * <pre>
 * for each tile, R x C tokens, of T tiles:
 *   r, c = the grid with r c = keep / T, r &lt;= R, c &lt;= C, and r / c nearest to R / C
 *   for each cell (i, j) of r x c:
 *     window = rows    floor(i R / r) to ceil((i + 1) R / r) - 1,
 *              columns floor(j C / c) to ceil((j + 1) C / c) - 1
 *     token in the middle of the window = mean of the window
 * </pre>
 *
 * <p>Where an earlier stage has taken tokens away, rows and columns are those that are left, a window is the mean of
 * what it still holds, and one that holds nothing has no token: fewer stay than were asked for.
 *
 * @source pooling as a control of attention-based dropping: arXiv 2502.11501; the windows are those of PyTorch's
 *     {@code adaptive_avg_pool2d}. No official code. <em>Deviations:</em> the grid follows from the count that is asked
 *     for, and tiles are pooled apart
 */
public final class AveragePoolRanker implements TokenRanker {

    /** What chooses it in a configuration. */
    public static final String NAME = "average-pool";

    private static final Point FIRST = Point.decoder(0);

    /**
     * Nothing.
     *
     * @throws InvalidMethodException behind layer 0, where a token holds more than its part of the picture
     */
    @Override
    public Set<Capture> needs(Point at) {
        if (!at.equals(FIRST)) {
            throw new InvalidMethodException("expected a stage " + FIRST + " for the ranker " + NAME
                    + ", which averages what the decoder has not seen, found one " + at
                    + ": choose layer 0, or the ranker " + UniformRanker.NAME);
        }
        return Set.of();
    }

    /**
     * What stays, and the means.
     *
     * @throws InvalidMethodException if the count that is asked for fills no grid inside that of a tile
     */
    @Override
    public Ranking rank(RankingContext context) {
        int keep = context.keep();
        List<Mixture> each = new ArrayList<>();
        for (int example = 0; example < context.batch(); example++) {
            each.add(
                    keep == context.visualTokens()
                            ? Mixture.of(IntStream.range(0, keep).toArray())
                            : pooled(context.origins(example), keep));
        }
        return new Ranking.Merge(each);
    }

    @Override
    public boolean looksAtText() {
        return false;
    }

    @Override
    public boolean givesScores() {
        return false;
    }

    /** A window of a tile, and the place of the token that stays for it. */
    private record Pooled(int place, List<Integer> sources) {}

    private static Mixture pooled(List<VisualToken> origins, int keep) {
        if (keep == 0) {
            return Mixture.of(new int[0]);
        }
        List<Pooled> all = new ArrayList<>();
        Collection<List<Integer>> tiles = tiles(origins);
        for (List<Integer> tile : tiles) {
            all.addAll(pooled(origins, tile, keep, tiles.size()));
        }
        all.sort(Comparator.comparingInt(Pooled::place));
        return new Mixture(
                all.stream().mapToInt(Pooled::place).toArray(),
                all.stream()
                        .map(one -> one.sources().stream()
                                .mapToInt(Integer::intValue)
                                .toArray())
                        .toArray(int[][]::new),
                all.stream().map(one -> equalWeights(one.sources().size())).toArray(float[][]::new));
    }

    /** The places of each tile's tokens, separators left out. */
    private static Collection<List<Integer>> tiles(List<VisualToken> origins) {
        Map<List<Integer>, List<Integer>> tiles = new LinkedHashMap<>();
        for (int place = 0; place < origins.size(); place++) {
            VisualToken token = origins.get(place);
            if (token.column() != VisualToken.SEPARATOR) {
                tiles.computeIfAbsent(List.of(token.image(), token.tile()), unused -> new ArrayList<>())
                        .add(place);
            }
        }
        return tiles.values();
    }

    private static List<Pooled> pooled(List<VisualToken> origins, List<Integer> tile, int keep, int tiles) {
        int[] rows = distinct(tile.stream().mapToInt(place -> origins.get(place).row()));
        int[] columns =
                distinct(tile.stream().mapToInt(place -> origins.get(place).column()));
        PoolingGrid grid = grid(keep, tiles, rows.length, columns.length);
        Set<Integer> taken = new HashSet<>();
        List<Pooled> pooled = new ArrayList<>();
        for (int cell = 0; cell < grid.rows() * grid.columns(); cell++) {
            PoolingGrid.Window down = grid.rowWindow(cell / grid.columns());
            PoolingGrid.Window across = grid.columnWindow(cell % grid.columns());
            List<Integer> sources = tile.stream()
                    .filter(place -> down.holds(rank(rows, origins.get(place).row()))
                            && across.holds(rank(columns, origins.get(place).column())))
                    .toList();
            middle(
                            sources,
                            place -> Math.max(
                                    down.distance(rank(rows, origins.get(place).row())),
                                    across.distance(
                                            rank(columns, origins.get(place).column()))),
                            taken)
                    .ifPresent(place -> {
                        taken.add(place);
                        pooled.add(new Pooled(place, sources));
                    });
        }
        return pooled;
    }

    /** The nearest to the middle, ties to the lower place, that stays for no other window. */
    private static Optional<Integer> middle(List<Integer> sources, IntUnaryOperator distance, Set<Integer> taken) {
        return sources.stream()
                .filter(place -> !taken.contains(place))
                .min(Comparator.comparingInt(distance::applyAsInt));
    }

    private static PoolingGrid grid(int keep, int tiles, int rows, int columns) {
        for (int usable = keep; usable >= 0; usable--) {
            Optional<PoolingGrid> grid =
                    usable % tiles == 0 ? PoolingGrid.of(usable / tiles, rows, columns) : Optional.empty();
            if (grid.isPresent() && usable == keep) {
                return grid.get();
            }
            if (grid.isPresent()) {
                throw new InvalidMethodException("expected a number of visual tokens that fills a grid inside "
                        + (tiles == 1 ? "that of " : "each of " + tiles + " of ") + rows + " x " + columns
                        + " for the ranker " + NAME + ", found " + keep + ": keep another number, such as " + usable);
            }
        }
        throw new InvalidMethodException("expected at least " + tiles + " visual tokens, one for each part of the"
                + " picture, for the ranker " + NAME + ", found " + keep + ": keep more");
    }

    private static int[] distinct(IntStream values) {
        return values.distinct().sorted().toArray();
    }

    private static int rank(int[] sorted, int value) {
        return Arrays.binarySearch(sorted, value);
    }

    private static float[] equalWeights(int count) {
        float[] weights = new float[count];
        Arrays.fill(weights, 1f / count);
        return weights;
    }

    /** No options. */
    public record Config() {}

    /** Makes it from its configuration. */
    public static final class Factory implements TokenRankerFactory<Config> {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "Averages the grid of visual tokens to a smaller one, before layer 0.";
        }

        @Override
        public Class<Config> configType() {
            return Config.class;
        }

        @Override
        public TokenRanker create(Config config) {
            return new AveragePoolRanker();
        }
    }
}
