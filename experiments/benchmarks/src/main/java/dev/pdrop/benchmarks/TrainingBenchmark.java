// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.benchmarks;

import ai.djl.ndarray.NDManager;
import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.experiments.train.optimiser.AdamW;
import dev.pdrop.experiments.train.optimiser.GradientNorm;
import dev.pdrop.experiments.train.optimiser.OptimiserSettings;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Conversation.Form;
import dev.pdrop.spi.Conversation.Role;
import dev.pdrop.spi.Conversation.Turn;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.LessonLoss;
import dev.pdrop.spi.Packing;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.TrainableBackbone;
import dev.pdrop.spi.VisualFeatures;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Times a step of training at the embedded geometry, forward, backward and update: 8 images, 10 packed questions about
 * each.
 */
public final class TrainingBenchmark {

    private static final int IMAGES = 8;
    private static final int QUESTIONS = 10;
    private static final int WARM_UP = 5;
    private static final double LEARNING_RATE = 1e-4;
    private static final OptimiserSettings OPTIMISER =
            new OptimiserSettings(LEARNING_RATE, 1, 0.9, 0.98, 1e-8, 0.05, 0, 1, 1);

    private final TrainableBackbone backbone;
    private final List<Image> images;
    private final List<Prompt> lessons;

    private TrainingBenchmark(TrainableBackbone backbone) {
        this.backbone = backbone;
        this.images =
                IntStream.range(0, IMAGES).mapToObj(TrainingBenchmark::noise).toList();
        this.lessons = images.stream().map(this::lesson).toList();
    }

    private static Image noise(int seed) {
        byte[] rgb = new byte[3 * 96 * 96];
        new Random(seed).nextBytes(rgb);
        return Image.of("noise " + seed, 96, 96, rgb);
    }

    private Prompt lesson(Image image) {
        String question = Conversation.IMAGE + " what is the color in the red blue green ? A:";
        Prompt one = backbone.teach(new Conversation(
                List.of(new Turn(Role.USER, question), new Turn(Role.ASSISTANT, " red")), List.of(image), Form.RAW));
        return Packing.pack(Collections.nCopies(QUESTIONS, one));
    }

    /**
     * Runs the benchmark.
     *
     * @param arguments the number of steps (30), and the model folder
     */
    public static void main(String[] arguments) throws IOException {
        int steps = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
        Path model = Path.of(arguments.length > 1 ? arguments[1] : "experiments/models/glyph-llava");
        HuggingFaceBackboneFactory.Config config =
                new HuggingFaceBackboneFactory.Config(model, "cpu", NumberFormat.FLOAT32, "plain");
        try (TrainableBackbone backbone = new HuggingFaceBackboneFactory().createTrainable(config)) {
            new TrainingBenchmark(backbone).run(steps, System.out);
        }
    }

    private void run(int steps, PrintStream out) throws IOException {
        double[] forward = new double[steps];
        double[] backward = new double[steps];
        double[] update = new double[steps];
        double[] processor = new double[steps];
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        backbone.parameters().forEach(parameter -> parameter.learn(true));
        try (NDManager manager = backbone.newManager();
                AdamW optimiser = new AdamW(OPTIMISER, backbone.newManager())) {
            for (int step = -WARM_UP; step < steps; step++) {
                long before = threads.getCurrentThreadCpuTime();
                long start = System.nanoTime();
                long middle;
                try (TrainableBackbone.Recording recording = backbone.record();
                        LessonLoss loss = loss()) {
                    loss.mean().getFloat();
                    middle = System.nanoTime();
                    recording.backward(loss.mean());
                }
                long end = System.nanoTime();
                double norm = GradientNorm.of(backbone.parameters(), manager);
                optimiser.step(backbone.parameters(), LEARNING_RATE, Math.min(1, OPTIMISER.clip() / norm));
                backbone.parameters().forEach(Parameter::clearGradient);
                if (step >= 0) {
                    forward[step] = (middle - start) / 1e6;
                    backward[step] = (end - middle) / 1e6;
                    update[step] = (System.nanoTime() - end) / 1e6;
                    processor[step] = (threads.getCurrentThreadCpuTime() - before) / 1e6;
                }
            }
        }
        double whole = median(forward) + median(backward) + median(update);
        out.printf(
                Locale.ROOT,
                "pdrop: %d rows, %s threads: forward %.1f ms, backward %.1f ms, update %.1f ms, %.1f images/s;"
                        + " processor time of the first thread %.1f ms; resident %d MiB%n",
                lessons.get(0).length(),
                backbone.facts().get("threads"),
                median(forward),
                median(backward),
                median(update),
                IMAGES / whole * 1e3,
                median(processor),
                residentMebibytes());
    }

    private LessonLoss loss() {
        try (VisualFeatures features = backbone.encode(images, Set.of());
                DecoderState first = backbone.embed(lessons, features);
                DecoderState last = backbone.advance(first, backbone.geometry().layers(), Set.of())) {
            return backbone.loss(last);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static long residentMebibytes() throws IOException {
        Path status = Path.of("/proc/self/statm");
        if (!Files.exists(status)) {
            return 0;
        }
        long pages = Long.parseLong(Files.readString(status).split(" ", 3)[1]);
        return pages / 256;
    }
}
