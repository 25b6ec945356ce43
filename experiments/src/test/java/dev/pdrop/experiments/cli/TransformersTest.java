// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.CommandLineProcess;
import dev.pdrop.experiments.PythonTests;
import dev.pdrop.experiments.python.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Folders that pdrop ships and writes, opened by transformers itself: the same ids, logits and answers to the same
 * questions, by {@code src/test/python/check_checkpoint.py}.
 */
final class TransformersTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final PythonEnvironment PYTHON = new PythonEnvironment(ROOT, "transformers", System.getenv());
    private static final int MINUTES_AT_MOST = 10;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void thereIsAnEnvironment() {
        PythonTests.require(PYTHON, "transformers", "folders in transformers");
    }

    @Test
    void opensTheEmbeddedCheckpointAndAnswersAsPdropDoes() throws IOException, InterruptedException {
        assertSame(checked(Path.of("models/glyph-llava"), "--questions", "4"), 4);
    }

    @Test
    void opensWhatATrainingHasJustWrittenAndAnswersAsPdropDoes() throws IOException, InterruptedException {
        CommandLineProcess training = CommandLineProcess.start(
                folder, "train", "src/test/resources/train/toy.conf", "--set", "output=" + folder);
        assertThat(training.end()).as(training.text()).isZero();
        assertSame(checked(folder.resolve("toy/model"), "--questions", "2"), 2);
    }

    @Test
    void tellsLogitsApartThatAreNotWithinTheTolerance() throws IOException, InterruptedException {
        Checked checked = checked(Path.of("models/glyph-llava"), "--questions", "1", "--tolerance", "1e-12");
        assertThat(checked.exitCode()).as(checked.text()).isEqualTo(1);
        assertThat(checked.text()).contains(": ids equal, logits within ");
    }

    private static void assertSame(Checked checked, int questions) {
        assertThat(checked.exitCode()).as(checked.text()).isZero();
        assertThat(checked.text().lines())
                .filteredOn(line -> line.matches("\\S+: ids equal, logits within \\d\\.\\de-\\d\\d, answer equal: .+"))
                .as(checked.text())
                .hasSize(questions);
    }

    private record Checked(int exitCode, String text) {}

    private Checked checked(Path model, String... options) throws IOException, InterruptedException {
        Path output = folder.resolve("checked.txt");
        List<String> words = new ArrayList<>(List.of(
                PYTHON.program("python").toString(),
                "src/test/python/check_checkpoint.py",
                model.toString(),
                "--pdrop",
                commandLine().toString()));
        words.addAll(List.of(options));
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("OMP_NUM_THREADS", "1");
        // Everything is in the folder.
        builder.environment().put("HF_HUB_OFFLINE", "1");
        Process process = builder.start();
        if (!process.waitFor(MINUTES_AT_MOST, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("transformers has not ended: " + Files.readString(output));
        }
        return new Checked(process.exitValue(), Files.readString(output));
    }

    /** A program that does what the launcher does, with the classes of this build. */
    private Path commandLine() throws IOException {
        String script =
                "#!/usr/bin/env bash\ncd '%s' && exec '%s' '-XX:TieredStopAtLevel=1' '-Dpdrop.home=..' -cp '%s' %s \"$@\"\n"
                        .formatted(
                                Path.of("").toAbsolutePath(),
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                                Main.class.getName());
        Path program = Files.writeString(folder.resolve("pdrop"), script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }
}
