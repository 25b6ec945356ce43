// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.benchmarks;

import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.backbones.weights.WeightPlace;
import dev.pdrop.engine.Answer;
import dev.pdrop.engine.Asked;
import dev.pdrop.engine.BatchRun;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.Seeds;
import dev.pdrop.methods.pyramiddrop.PyramidDropRanker;
import dev.pdrop.methods.pyramiddrop.PyramidScheduler;
import dev.pdrop.methods.pyramiddrop.Rounding;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.VisualFeatures;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What it takes to open a checkpoint of the sizes of LLaVA-1.5-7B, stored in bfloat16, and to answer with it: seconds,
 * and memory as Linux counts it. Its matrices stay in their files, or are loaded and the model runs in bfloat16. The
 * weights are random, so that its answers say nothing.
 */
public final class LargeModelBenchmark {

    private static final int NEW_TOKENS = 4;
    private static final double GIBIBYTE = 1 << 20;

    private LargeModelBenchmark() {}

    /**
     * Runs the benchmark.
     *
     * @param arguments the folder that keeps the random checkpoint, of 14 GB; {@code mapped}, the default, or
     *     {@code loaded}
     */
    public static void main(String[] arguments) throws IOException {
        Path parent = Path.of(arguments.length > 0 ? arguments[0] : System.getProperty("java.io.tmpdir"));
        boolean loaded = arguments.length > 1 && arguments[1].equals("loaded");
        Path folder = RandomCheckpoint.sevenBillion().in(parent);
        PrintStream out = System.out;
        long start = System.nanoTime();
        HuggingFaceBackboneFactory.Config config = new HuggingFaceBackboneFactory.Config(
                folder,
                "cpu",
                loaded ? NumberFormat.BFLOAT16 : NumberFormat.FLOAT32,
                loaded ? WeightPlace.LOADED : WeightPlace.MAPPED,
                "plain");
        try (Memory memory = new Memory();
                Backbone backbone = new HuggingFaceBackboneFactory().create(config)) {
            out.printf(Locale.ROOT, "opened in %.0f s; %s%n", seconds(start), memory);
            for (Method method : List.of(Method.unreduced(), pyramidDrop())) {
                answer(backbone, method, out);
                out.println(memory);
            }
        }
    }

    /** Four stages, lambda .5, as official code ranks. */
    private static Method pyramidDrop() {
        PyramidDropRanker ranker = new PyramidDropRanker(new PyramidDropRanker.Config(
                PyramidDropRanker.Softmax.ROW,
                Capture.Rotation.POST,
                PyramidDropRanker.Query.LAST_PROMPT_TOKEN,
                PyramidDropRanker.Layer.NEXT,
                PyramidDropRanker.Heads.MEAN));
        PyramidScheduler schedule = new PyramidScheduler(new PyramidScheduler.Config(
                4, new BigDecimal("0.5"), Optional.empty(), Optional.empty(), Rounding.INT));
        return new Method(Optional.of(ranker), schedule, PositionPolicy.CONTIGUOUS);
    }

    private static void answer(Backbone backbone, Method method, PrintStream out) {
        byte[] rgb = new byte[3 * 336 * 336];
        new Random(17).nextBytes(rgb);
        Image image = Image.of("noise", 336, 336, rgb);
        String words = IntStream.range(0, 40).mapToObj(i -> " w" + (10 + i)).collect(Collectors.joining());
        Asked asked = new Asked(
                "question", "noise", backbone.prompt(Conversation.raw(Conversation.IMAGE + words, List.of(image))));
        long start = System.nanoTime();
        try (VisualFeatures features = Asked.encode(backbone, List.of(asked))) {
            double vision = seconds(start);
            Answer answer = new BatchRun(backbone, System::nanoTime, NEW_TOKENS)
                    .answer(method, List.of(asked), features, new Seeds(17, "large", 0))
                    .get(0);
            out.printf(
                    Locale.ROOT,
                    "%s: image %.1f s, prefill %.1f s, %d tokens behind it %.1f s; ",
                    method.scheduler().describe(),
                    vision,
                    answer.prefillNanos() / 1e9,
                    answer.written().tokens().size() - 1,
                    answer.decodeNanos() / 1e9);
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** The most anonymous memory of this process, looked at five times a second, and what of it was swapped out. */
    private static final class Memory implements AutoCloseable {
        private static final Path STATUS = Path.of("/proc/self/status");

        private final Thread watch = new Thread(this::look, "memory");
        private volatile long mostAnonymous;
        private volatile long mostSwapped;
        private volatile boolean over;

        Memory() {
            watch.setDaemon(true);
            watch.start();
        }

        private void look() {
            while (!over) {
                mostAnonymous = Math.max(mostAnonymous, kibibytes("RssAnon:"));
                mostSwapped = Math.max(mostSwapped, kibibytes("VmSwap:"));
                try {
                    Thread.sleep(200);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        private static long kibibytes(String key) {
            try (Stream<String> lines = Files.lines(STATUS)) {
                return lines.filter(line -> line.startsWith(key))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0);
            } catch (IOException e) {
                return 0;
            }
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "anonymous memory %.2f GiB, %.2f at most, swapped %.2f",
                    kibibytes("RssAnon:") / GIBIBYTE,
                    mostAnonymous / GIBIBYTE,
                    mostSwapped / GIBIBYTE);
        }

        @Override
        public void close() {
            over = true;
        }
    }
}
