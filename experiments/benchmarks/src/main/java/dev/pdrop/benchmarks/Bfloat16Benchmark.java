// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.benchmarks;

import ai.djl.Device;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.LoadKernels;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.backbones.kernels.RowKernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.engine.Method;
import dev.pdrop.methods.controls.NoReductionScheduler;
import dev.pdrop.spi.PositionPolicy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * How much faster prefill is in bfloat16 than in float32, beside how much faster the machine's matrix products are.
 *
 * <p>Products and prefills of both formats are timed in turn within each round; ratios are taken within a round and
 * their median is reported.
 */
public final class Bfloat16Benchmark {

    private static final int PRODUCTS = 10;

    private Bfloat16Benchmark() {}

    /**
     * Runs the benchmark.
     *
     * @param arguments number of rounds, and the folder that keeps the random checkpoint
     */
    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
        Path folder = Path.of(arguments.length > 1 ? arguments[1] : System.getProperty("java.io.tmpdir"));
        try (PrefillSubject wide = PrefillSubject.open(folder, NumberFormat.FLOAT32);
                PrefillSubject narrow = PrefillSubject.open(folder, NumberFormat.BFLOAT16);
                Product product = new Product(
                        wide.prompt().length(),
                        wide.geometry().width(),
                        2 * wide.geometry().feedForward())) {
            run(wide, narrow, product, rounds, System.out);
        }
    }

    private static void run(PrefillSubject wide, PrefillSubject narrow, Product product, int rounds, PrintStream out) {
        Method full = new Method(Optional.empty(), new NoReductionScheduler(), PositionPolicy.ORIGINAL);
        double[] products = new double[rounds];
        double[] prefills = new double[rounds];
        double[] bestMillis = {Double.MAX_VALUE, Double.MAX_VALUE};
        for (int round = -1; round < rounds; round++) {
            double productRatio = product.millis(NumberFormat.FLOAT32) / product.millis(NumberFormat.BFLOAT16);
            double wideMillis = wide.prefillMillis(full);
            double narrowMillis = narrow.prefillMillis(full);
            if (round >= 0) {
                products[round] = productRatio;
                prefills[round] = wideMillis / narrowMillis;
                bestMillis[0] = Math.min(bestMillis[0], wideMillis);
                bestMillis[1] = Math.min(bestMillis[1], narrowMillis);
            }
        }
        out.printf(
                Locale.ROOT,
                "bfloat16 against float32: products %.2f times as fast, prefill %.2f times (best over best %.2f: %.0f and %.0f ms); share %.2f%n",
                median(products),
                median(prefills),
                bestMillis[0] / bestMillis[1],
                bestMillis[0],
                bestMillis[1],
                median(prefills) / median(products));
    }

    /** The product that dominates the decoder: rows times the fused gate and up matrix. */
    private static final class Product implements AutoCloseable {
        private final Kernels kernels = Kernels.load(Device.cpu());
        private final RowKernels rowKernels = new RowKernels(kernels);
        private final Tensor wideRows;
        private final Tensor wideMatrix;
        private final Tensor narrowRows;
        private final Tensor narrowMatrix;

        Product(int rows, int width, int columns) {
            Random random = new Random(17);
            wideRows = kernels.floats(numbers(random, rows * width), 1, rows, width);
            wideMatrix = kernels.floats(numbers(random, columns * width), columns, width);
            try (Tensor like = new LoadKernels(kernels).empty(NumberFormat.BFLOAT16, 1)) {
                narrowRows = rowKernels.converted(wideRows, like);
                narrowMatrix = rowKernels.converted(wideMatrix, like);
            }
        }

        private static float[] numbers(Random random, int count) {
            float[] numbers = new float[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = (float) random.nextGaussian();
            }
            return numbers;
        }

        /** The best of several. */
        double millis(NumberFormat format) {
            boolean wide = format == NumberFormat.FLOAT32;
            double best = Double.MAX_VALUE;
            for (int i = 0; i < PRODUCTS; i++) {
                long start = System.nanoTime();
                rowKernels
                        .product(wide ? wideRows : narrowRows, wide ? wideMatrix : narrowMatrix)
                        .close();
                best = Math.min(best, (System.nanoTime() - start) / 1e6);
            }
            return best;
        }

        @Override
        public void close() {
            kernels.close();
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
