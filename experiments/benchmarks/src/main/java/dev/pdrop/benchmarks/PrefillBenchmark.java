// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.benchmarks;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.engine.Method;
import dev.pdrop.methods.controls.NoReductionScheduler;
import dev.pdrop.methods.controls.RandomRanker;
import dev.pdrop.methods.fastv.FastVRanker;
import dev.pdrop.methods.fastv.SingleStageScheduler;
import dev.pdrop.methods.pyramiddrop.PyramidDropRanker;
import dev.pdrop.methods.pyramiddrop.PyramidScheduler;
import dev.pdrop.methods.pyramiddrop.Rounding;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.StageScheduler;
import dev.pdrop.spi.TokenRanker;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Prefill of a LLaVA-like decoder: how near it comes to the machine's matmul rate, what ranking costs, and how much of
 * the theoretical saving a reduction realises.
 *
 * <p>All arms are timed in turn within each round, so that a drift of the machine meets all of them alike; ratios are
 * taken within a round and their median is reported.
 */
public final class PrefillBenchmark {

    private static final int WARM_UPS = 2;
    private static final int PRODUCTS = 50;
    private final PrefillSubject subject;

    private PrefillBenchmark(PrefillSubject subject) {
        this.subject = subject;
    }

    /**
     * Runs the benchmark.
     *
     * @param arguments number of rounds, and the folder that keeps the random checkpoint
     */
    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9;
        Path folder = Path.of(arguments.length > 1 ? arguments[1] : System.getProperty("java.io.tmpdir"));
        try (PrefillSubject subject = PrefillSubject.open(folder, NumberFormat.FLOAT32)) {
            new PrefillBenchmark(subject).run(rounds, System.out);
        }
    }

    private void run(int rounds, PrintStream out) {
        Arms arms = new Arms(rounds);
        Rate[] rates = new Rate[rounds];
        for (int round = -WARM_UPS; round < rounds; round++) {
            Rate rate = matmulRate();
            for (Arm arm : arms.all) {
                double time = subject.prefillMillis(arm.method);
                if (round >= 0) {
                    arm.millis[round] = time;
                    rates[round] = rate;
                }
            }
        }
        report(arms, rates, out);
    }

    /** A method and its times. */
    private static final class Arm {
        final String name;
        final Method method;
        final double[] millis;

        Arm(String name, Method method, int rounds) {
            this.name = name;
            this.method = method;
            this.millis = new double[rounds];
        }
    }

    /** What is compared. */
    private static final class Arms {
        final Arm full;
        final Arm pyramidDrop;
        final Arm pyramidRandom;
        final Arm keepAll;
        final Arm fastv;
        final Arm fastvRandom;
        final List<Arm> all;

        Arms(int rounds) {
            StageScheduler pyramid = pyramid(new BigDecimal("0.5"));
            StageScheduler single = new SingleStageScheduler(new SingleStageScheduler.Config(
                    2, new BigDecimal("0.5"), Optional.empty(), SingleStageScheduler.Rounding.INT));
            TokenRanker byPyramidDrop = new PyramidDropRanker(new PyramidDropRanker.Config(
                    PyramidDropRanker.Softmax.ROW,
                    Capture.Rotation.POST,
                    PyramidDropRanker.Query.LAST_PROMPT_TOKEN,
                    PyramidDropRanker.Layer.NEXT,
                    PyramidDropRanker.Heads.MEAN));
            TokenRanker byFastv = new FastVRanker(new FastVRanker.Config(FastVRanker.Query.LAST_PROMPT_TOKEN));
            TokenRanker random = new RandomRanker();
            full = new Arm(
                    "full", new Method(Optional.empty(), new NoReductionScheduler(), PositionPolicy.ORIGINAL), rounds);
            pyramidDrop = contiguous("pyramid-drop", byPyramidDrop, pyramid, rounds);
            pyramidRandom = contiguous("pyramid-random", random, pyramid, rounds);
            keepAll = contiguous("pyramid-keep-all", byPyramidDrop, pyramid(BigDecimal.ONE), rounds);
            fastv = original("fastv", byFastv, single, rounds);
            fastvRandom = original("fastv-random", random, single, rounds);
            all = List.of(full, pyramidDrop, pyramidRandom, keepAll, fastv, fastvRandom);
        }

        private static StageScheduler pyramid(BigDecimal lambda) {
            return new PyramidScheduler(
                    new PyramidScheduler.Config(4, lambda, Optional.empty(), Optional.empty(), Rounding.INT));
        }

        private static Arm contiguous(String name, TokenRanker ranker, StageScheduler scheduler, int rounds) {
            return new Arm(name, new Method(Optional.of(ranker), scheduler, PositionPolicy.CONTIGUOUS), rounds);
        }

        private static Arm original(String name, TokenRanker ranker, StageScheduler scheduler, int rounds) {
            return new Arm(name, new Method(Optional.of(ranker), scheduler, PositionPolicy.ORIGINAL), rounds);
        }
    }

    /**
     * Rates of the product that dominates the decoder, rows times the fused gate and up matrix: the best of many, and
     * over as long a time as a prefill takes, which is what a prefill can be held to on a machine with neighbours.
     */
    private Rate matmulRate() {
        int columns = 2 * subject.geometry().feedForward();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            NDArray rows = manager.randomNormal(
                    new Shape(subject.prompt().length(), subject.geometry().width()));
            NDArray matrix = manager.randomNormal(new Shape(subject.geometry().width(), columns));
            double best = Double.MAX_VALUE;
            double sum = 0;
            for (int i = 0; i < PRODUCTS; i++) {
                double seconds = seconds(() -> rows.matMul(matrix));
                best = Math.min(best, seconds);
                sum += seconds;
            }
            double operations =
                    2.0 * subject.prompt().length() * subject.geometry().width() * columns / 1e9;
            return new Rate(operations / best, operations * PRODUCTS / sum);
        }
    }

    /** GFLOPS. */
    private record Rate(double best, double sustained) {}

    private static double seconds(Supplier<NDArray> operation) {
        long start = System.nanoTime();
        operation.get().close();
        return (System.nanoTime() - start) / 1e9;
    }

    private void report(Arms arms, Rate[] rates, PrintStream out) {
        double[] full = arms.full.millis;
        out.printf(
                Locale.ROOT,
                "%d visual + %d text rows, %d layers, width %d; %d rounds; medians%n",
                subject.prompt().layout().visualTokens(),
                subject.prompt().length() - subject.prompt().layout().visualTokens(),
                subject.geometry().layers(),
                subject.geometry().width(),
                full.length);
        double best = Arrays.stream(full).min().orElse(0);
        double bestRate = Arrays.stream(rates).mapToDouble(Rate::best).max().orElse(0);
        double flops = 2 * multiplyAdds(arms.full.method, true);
        out.printf(
                Locale.ROOT,
                "matmul %.0f GFLOPS, at best %.0f; full prefill %.0f ms, at best %.0f; share of the matmul rate %.1f %%, best over best %.1f %%%n",
                median(each(full.length, i -> rates[i].sustained())),
                bestRate,
                median(full),
                best,
                100 * median(each(full.length, i -> flops / full[i] / 1e6 / rates[i].sustained())),
                100 * flops / best / 1e6 / bestRate);
        double whole = multiplyAdds(arms.full.method, false);
        for (Arm arm : arms.all) {
            double theory = 1 - multiplyAdds(arm.method, false) / whole;
            double measured = median(each(full.length, i -> 1 - arm.millis[i] / full[i]));
            out.printf(
                    Locale.ROOT,
                    "%-17s %7.0f ms  saved %5.1f %%  of theoretical %5.1f %%%s%n",
                    arm.name,
                    median(arm.millis),
                    100 * measured,
                    100 * theory,
                    theory > 0.01 ? String.format(Locale.ROOT, "  realised %.2f", measured / theory) : "");
        }
        out.printf(
                Locale.ROOT,
                "ranking of pyramid-drop: %.2f %%, of fastv: %.2f %% of the best full prefill%n",
                100 * rankingMillis(arms.pyramidDrop, arms.pyramidRandom) / best,
                100 * rankingMillis(arms.fastv, arms.fastvRandom) / best);
    }

    /**
     * What ranking adds to the stages of an arm, all told: captures, scores, selection, and what the layer behind a
     * stage takes longer or, where keys are handed on, shorter. Each part is the best of many, because the parts are
     * short and a difference of whole prefills drowns in the drift of the machine.
     */
    private double rankingMillis(Arm ranked, Arm random) {
        StageTiming timing = new StageTiming(subject.backbone(), subject.prompt(), subject.features());
        return timing.millis(ranked.method) - timing.millis(random.method);
    }

    /**
     * Multiply-adds of the decoder over all rows, text included: 4nd² + 2n²d + 3ndm a layer.
     *
     * @param causal whether only the half of attention that causality leaves is counted
     */
    private double multiplyAdds(Method method, boolean causal) {
        int visual = subject.prompt().layout().visualTokens();
        int text = subject.prompt().length() - visual;
        double d = subject.geometry().width();
        double m = subject.geometry().feedForward();
        int[] tokens = method.plan(subject.backbone().geometry(), visual)
                .visualTokensPerLayer(subject.geometry().layers(), visual);
        return Arrays.stream(tokens)
                .mapToDouble(count -> {
                    double n = count + text;
                    return 4 * n * d * d + (causal ? 1 : 2) * n * n * d + 3 * n * d * m;
                })
                .sum();
    }

    private interface AtRound {
        double value(int round);
    }

    private static double[] each(int rounds, AtRound ratio) {
        List<Double> values = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            values.add(ratio.value(round));
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
