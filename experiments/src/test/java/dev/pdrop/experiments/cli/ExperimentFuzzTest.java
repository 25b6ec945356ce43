// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.toolkit.Home;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.testing.Fuzz;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiment files and flags, broken: a dry run takes each of them or says in sentences why not. */
final class ExperimentFuzzTest {

    private static final List<String> WORDS = Stream.of(
                    "{ } [ ] , : = += \" \"\"\" # // \\ $ ${ } ${? ${arms} ${arms.full.schedule} null true -1 0 1 2.5 1e999"
                            + " 2147483648 99999999999999999999 include required( file( url( classpath( use method from axes arms"
                            + " schedule ranker positions layers ratios keep lambda pyramid single fastv random none full .. . / NaN")
            .flatMap(words -> Stream.of(words.split(" ")))
            .collect(Collectors.toList());

    private static final List<String> FLAGS = List.of(
            "arms.p.schedule.lambda=0.3",
            "arms.\"fastv K=2\".schedule={ use = single, layer = 3 }",
            "axes.\"p.schedule.layers\"=[[3, 6], [4, 8]]",
            "dataset.metric { use = exact-match }",
            "backbone.device=cpu",
            "arms.new=pyramid-drop",
            "seed=${decoding.max-new-tokens}");

    @TempDir
    private Path folder;

    @Test
    void everyBrokenExperimentIsPlannedOrRefused() throws IOException {
        writeData();
        Path file = folder.resolve("fuzzed.conf");
        Toolkit toolkit = toolkit();

        Fuzz.Outcome outcome = Fuzz.ofTexts("experiment", List.of(experiment()), WORDS)
                .feed(300, input -> {
                    Files.write(file, input);
                    dryRun(toolkit, file.toString());
                });

        assertThat(outcome.taken()).isPositive().isLessThan(outcome.cases());
    }

    @Test
    void everyBrokenFlagIsTakenOrRefused() throws IOException {
        writeData();
        Path file = Files.writeString(folder.resolve("whole.conf"), experiment());
        Toolkit toolkit = toolkit();

        Fuzz.Outcome outcome = Fuzz.ofTexts("flag", FLAGS, WORDS)
                .feed(
                        300,
                        input -> dryRun(toolkit, file.toString(), "--set", new String(input, StandardCharsets.UTF_8)));

        assertThat(outcome.taken()).isPositive().isLessThan(outcome.cases());
    }

    private static Toolkit toolkit() {
        return new Toolkit(new Home(Path.of("..")), ExperimentFuzzTest.class.getClassLoader());
    }

    private static void dryRun(Toolkit toolkit, String... arguments) {
        StringWriter error = new StringWriter();
        Console console = new Console(new PrintWriter(new StringWriter(), true), new PrintWriter(error, true), false);
        String[] all = Stream.concat(
                        Stream.of("run", "--dry-run", "--no-calibration", "--stacktrace"), Stream.of(arguments))
                .toArray(String[]::new);
        int code = Main.run(toolkit, console, all);
        if (code == Failures.DEFECT) {
            throw new IllegalStateException(error.toString());
        }
        if (code != 0) {
            throw new FailedRunException(error.toString()
                    .lines()
                    .filter(line -> !line.contains("\tat "))
                    .collect(Collectors.joining("\n")));
        }
    }

    private void writeData() throws IOException {
        Files.copy(Path.of("data/glyph-questions/images/000060.png"), folder.resolve("a.png"));
        Files.writeString(folder.resolve("q.jsonl"), ErrorWorkshop.line("1", "\"image\": \"a.png\""));
        Files.writeString(folder.resolve("more.conf"), "seed = 5\narms { more = full }\n");
    }

    private static String experiment() {
        return """
                include required("more.conf")
                name = fuzzed
                question = "Does it hold?"
                decoding { max-new-tokens = 8 }
                batch-size = 8
                engine { sharing = true, memory = 1 GiB }
                on-error = fail
                output = runs
                backbone { from = glyph-llava, device = cpu }
                dataset {
                  use = jsonl
                  file = q.jsonl
                  limit = 3
                  prompt = "<image> {question} A:"
                  metric { use = exact-match }
                }
                arms {
                  full = full
                  p { method = pyramid-drop, schedule { use = pyramid, layers = [3, 6, 9], ratios = [0.5, 0.25, 0.1] } }
                  "fastv K=2" { method = fastv, schedule { use = single, layer = 2, keep = 52 } }
                  random { method = random, schedule = ${arms.p.schedule} }
                  own { schedule { use = none }, positions = original }
                }
                axes {
                  "\\"fastv K=2\\".schedule.keep" = [10, 20]
                  p.positions = [original, contiguous]
                }
                """;
    }
}
