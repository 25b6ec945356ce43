// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.Method;
import dev.pdrop.engine.cost.FastVPaperConvention;
import dev.pdrop.engine.cost.FullConvention;
import dev.pdrop.engine.cost.PaperConvention;
import dev.pdrop.engine.cost.Workload;
import dev.pdrop.engine.cost.Workload.RankedStage;
import dev.pdrop.experiments.outcome.LayerCosts;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Point;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Adds up what the answers of one arm cost, by what really entered each layer.
 *
 * <p>Only which stages ranked is taken from the schedule, for the convention that counts it. Mutable; used by one
 * thread.
 */
final class CostTally {

    private static final double MEBIBYTE = 1 << 20;
    private static final double TERA = 1e12;

    private final Method method;
    private final int usual;
    private final Geometry geometry;
    private final double bytesPerKey;
    private final PaperConvention paper = new PaperConvention();
    private final FastVPaperConvention fastv = new FastVPaperConvention();
    private final FullConvention full = new FullConvention();
    private final Map<Integer, List<RankedStage>> rankings = new HashMap<>();

    private final DoubleSummaryStatistics tokens = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics paperTera = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics fastvTera = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics fullTera = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics mebibytes = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics[] tokensPerLayer;
    private final DoubleSummaryStatistics[] keysPerLayer;

    /**
     * An empty tally.
     *
     * @param method of the arm
     * @param usual visual tokens of a question with one image of the usual size; 0 where no image is shown
     * @param geometry the sizes of the model
     * @param bytesPerNumber size of a cached number
     */
    CostTally(Method method, int usual, Geometry geometry, int bytesPerNumber) {
        this.method = method;
        this.usual = usual;
        this.geometry = geometry;
        this.bytesPerKey = 2.0 * geometry.keyValueHeads() * geometry.headSize() * bytesPerNumber;
        this.tokensPerLayer = perLayer(geometry.layers());
        this.keysPerLayer = perLayer(geometry.layers());
    }

    private static DoubleSummaryStatistics[] perLayer(int layers) {
        return Stream.generate(DoubleSummaryStatistics::new).limit(layers).toArray(DoubleSummaryStatistics[]::new);
    }

    /** Adds an answer. */
    void add(AnswerRecord record) {
        List<Integer> entered = record.visualTokens();
        List<Integer> keys = record.keyValueTokens();
        Workload workload = new Workload(
                record.inputVisualTokens(),
                entered.stream().map(Integer::doubleValue).toList(),
                keys.get(0) - entered.get(0),
                rankings.computeIfAbsent(record.inputVisualTokens(), this::rankings));
        tokens.accept(workload.averageTokens());
        paperTera.accept(paper.multiplyAdds(geometry, workload) / TERA);
        fastvTera.accept(fastv.multiplyAdds(geometry, workload) / TERA);
        fullTera.accept(full.multiplyAdds(geometry, workload) / TERA);
        mebibytes.accept(keys.stream().mapToLong(Integer::longValue).sum() * bytesPerKey / MEBIBYTE);
        for (int layer = 0; layer < tokensPerLayer.length; layer++) {
            tokensPerLayer[layer].accept(entered.get(layer));
            keysPerLayer[layer].accept(keys.get(layer));
        }
    }

    double averageTokens() {
        return tokens.getAverage();
    }

    double paperTmac() {
        return paperTera.getAverage();
    }

    double fastvTmac() {
        return fastvTera.getAverage();
    }

    double keyValueMebibytes() {
        return mebibytes.getAverage();
    }

    /** Layer by layer. */
    LayerCosts layers() {
        int[] nominal = method.plan(geometry, usual).visualTokensPerLayer(geometry.layers(), usual);
        return new LayerCosts(
                Arrays.stream(nominal).boxed().toList(),
                averages(tokensPerLayer, 1),
                averages(keysPerLayer, bytesPerKey),
                fullTera.getAverage());
    }

    private static List<Double> averages(DoubleSummaryStatistics[] perLayer, double factor) {
        return Arrays.stream(perLayer)
                .mapToDouble(layer -> layer.getAverage() * factor)
                .boxed()
                .toList();
    }

    private List<RankedStage> rankings(int visualTokens) {
        Workload planned =
                Workload.of(geometry.layers(), visualTokens, 0, method.plan(geometry, visualTokens), this::needs);
        return planned.rankings();
    }

    private Set<Capture> needs(Point at) {
        return method.ranker().map(ranker -> ranker.needs(at)).orElse(Set.of());
    }
}
