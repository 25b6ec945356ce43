// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.benchmarks;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.Prefill;
import dev.pdrop.engine.Seeds;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualFeatures;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * From a decoded picture to the logits behind the prompt, in float32, on one checkpoint of any family. What was asked
 * is written down, so that {@code families_transformers.py} asks the same.
 */
public final class FamilyBenchmark {

    private static final int WARM_UPS = 3;
    private static final String QUESTION =
            "USER: <image>\nWhat color is the car, and how many people are there beside it? ASSISTANT:";

    private FamilyBenchmark() {}

    /**
     * Runs the benchmark.
     *
     * @param arguments number of rounds, at least 1, a picture, the file that takes what was asked, and the folder of a
     *     checkpoint, or {@code 1b} and a folder that keeps a random one of that size
     */
    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[0]);
        if (rounds < 1) {
            throw new IllegalArgumentException("expected at least 1 round, found " + rounds);
        }
        Image image = Image.read(Path.of(arguments[1]));
        boolean random = arguments[3].equals("1b");
        Path folder = random ? RandomCheckpoint.oneBillion().in(Path.of(arguments[4])) : Path.of(arguments[3]);
        HuggingFaceBackboneFactory.Config config =
                new HuggingFaceBackboneFactory.Config(folder, "cpu", NumberFormat.FLOAT32, "plain");
        try (Backbone backbone = new HuggingFaceBackboneFactory().create(config)) {
            Prompt prompt =
                    backbone.prompt(Conversation.raw(random ? RandomCheckpoint.QUESTION : QUESTION, List.of(image)));
            Files.writeString(Path.of(arguments[2]), asked(folder, Path.of(arguments[1]), prompt));
            double[] millis = new double[rounds];
            for (int round = -WARM_UPS; round < rounds; round++) {
                double time = millis(backbone, prompt);
                if (round >= 0) {
                    millis[round] = time;
                }
            }
            report(folder.getFileName().toString(), prompt, millis, System.out);
        }
    }

    private static double millis(Backbone backbone, Prompt prompt) {
        long start = System.nanoTime();
        try (VisualFeatures features = backbone.encode(prompt.images(), Set.of());
                Prefill prefill = Prefill.run(
                        backbone,
                        Method.unreduced(),
                        List.of(prompt),
                        features,
                        new Seeds(17, "benchmark", 0),
                        List.of("example"))) {
            backbone.logits(prefill.state());
            return (System.nanoTime() - start) / 1e6;
        }
    }

    private static String asked(Path folder, Path picture, Prompt prompt) {
        JsonObject asked = new JsonObject();
        asked.addProperty("model", folder.toAbsolutePath().toString());
        asked.addProperty("picture", picture.toAbsolutePath().toString());
        asked.add("ids", new Gson().toJsonTree(prompt.ids()));
        return asked + "\n";
    }

    private static void report(String name, Prompt prompt, double[] millis, PrintStream out) {
        Arrays.sort(millis);
        out.printf(
                Locale.ROOT,
                "%s: %d rows, %d visual, median %.2f ms, best %.2f, peak memory %d MiB%n",
                name,
                prompt.length(),
                prompt.visualTokens().size(),
                (millis[(millis.length - 1) / 2] + millis[millis.length / 2]) / 2,
                millis[0],
                peakMebibytes());
    }

    /** As Linux counts it; 0 elsewhere. */
    private static long peakMebibytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
