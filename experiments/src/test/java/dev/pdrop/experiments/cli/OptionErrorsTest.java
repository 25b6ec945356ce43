// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.toolkit.Home;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.testing.Golden;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code answer} and {@code trace} say of their options, with the real plugins and no model opened. */
final class OptionErrorsTest {

    private static final String MODEL = "models/glyph-llava";

    private final StringWriter error = new StringWriter();

    @Test
    void everyWrongOptionIsToldAtOnceUnderItsFlag(@TempDir Path folder) {
        assertThat(trace(
                        folder.resolve("no/trace.json"),
                        "--model=" + MODEL,
                        "--device=tpu",
                        "--dtype=float8",
                        "--method=fastv",
                        "--set",
                        "schedule.layer=x",
                        "--set=schedule.keeep=3",
                        "--max-new-tokens=0"))
                .isEqualTo(2);
        Golden.assertMatches("cli/option-errors", error.toString().replace(folder.toString(), "FOLDER"));
    }

    @Test
    void aMethodIsCheckedAlthoughTheModelIsUnknown() {
        assertThat(answer("--model=" + MODEL, "--use=hf", "--method=fastv", "--set=schedule.layer=0"))
                .isEqualTo(2);
        assertThat(error.toString())
                .contains("--use: unknown backbone 'hf'; known backbones are hugging-face")
                .contains("--set schedule.layer=0: expected a stage before decoder layer 1 or a later one")
                .hasLineCount(2);
    }

    @Test
    void anUnknownPluginAloneExitsWithThreeAndAnUnknownFileWithTwo() {
        assertThat(answer("--model=" + MODEL, "--use=hf")).isEqualTo(3);
        assertThat(answer("--model=" + MODEL, "--method=fastv", "--set=ranker.use=fast"))
                .isEqualTo(3);
        assertThat(answer("--model=" + MODEL, "--method=fast")).isEqualTo(2);
        assertThat(error.toString()).endsWith("--method: unknown method 'fast'; did you mean 'fastv'?\n");
    }

    @Test
    void severalSettingsOfAMethodEachHaveAFlag(@TempDir Path folder) {
        assertThat(trace(
                        folder.resolve("trace.json"),
                        "--model=" + folder.resolve("nowhere"),
                        "--method=fastv",
                        "--set=schedule.layer=4",
                        "--set",
                        "schedule.keep=9"))
                .isEqualTo(4);
        assertThat(error.toString()).startsWith("expected a model folder, found nothing at ");
    }

    @Test
    void aDeviceThatIsNotThereIsFoundBeforeAnythingIsLoaded() {
        assertThat(answer("--model=" + MODEL, "--device=cuda:9999")).isEqualTo(4);
        assertThat(run("run", "quickstart", "--dry-run", "--set", "backbone.device=\"cuda:9999\""))
                .isEqualTo(4);
        assertThat(run("run", "quickstart", "--dry-run", "--set", "backbone.dtype=float16"))
                .isEqualTo(4);
        assertThat(error.toString())
                .contains("expected CUDA device 9999 for device = cuda:9999, found ")
                .contains("expected a CUDA device for dtype = float16, found device = cpu");
    }

    private int trace(Path out, String... arguments) {
        return run(with(arguments, "trace", "--out=" + out, "--prompt=what ?"));
    }

    private int answer(String... arguments) {
        return run(with(arguments, "answer", "what ?"));
    }

    private static String[] with(String[] arguments, String... first) {
        List<String> all = new java.util.ArrayList<>(List.of(first));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }

    private int run(String... arguments) {
        Console console = new Console(new PrintWriter(new StringWriter(), true), new PrintWriter(error, true), false);
        return Main.run(new Toolkit(new Home(Path.of("..")), getClass().getClassLoader()), console, arguments);
    }
}
