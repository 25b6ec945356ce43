// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pdrop.experiments.toolkit.Home;
import dev.pdrop.experiments.toolkit.Toolkit;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompletionCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter error = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void bashCompletesCommandsOptionsAndNames() throws IOException, InterruptedException {
        assertThat(run("completion", "bash")).isZero();
        Path script = Files.writeString(folder.resolve("completion.bash"), out.toString());

        assertThat(completed(script, "pdrop", "expl")).containsExactly("explain");
        assertThat(completed(script, "pdrop", "run", "--dry")).containsExactly("--dry-run");
        assertThat(completed(script, "pdrop", "run", "quick")).containsExactly("quickstart");
        assertThat(completed(script, "pdrop", "explain", "quick")).containsExactly("quickstart");
        assertThat(completed(script, "pdrop", "explain", "glyph-l")).containsExactly("glyph-llava");
        assertThat(completed(script, "pdrop", "train", "base")).isEmpty();
        assertThat(completed(script, "pdrop", "describe", "pyr")).containsExactly("pyramid", "pyramid-drop");
        assertThat(completed(script, "pdrop", "answer", "--method", "fa")).containsExactly("fastv");
        assertThat(completed(script, "pdrop", "completion", "")).contains("bash", "zsh");
    }

    @Test
    void bashCompletesPathsWhereANameOrAFileGoes() throws IOException, InterruptedException {
        assertThat(run("completion", "bash")).isZero();
        Path script = Files.writeString(folder.resolve("completion.bash"), out.toString());
        assertPathsAreCompleted("bash", script);
    }

    @Test
    void zshCompletesPathsWhereANameOrAFileGoes() throws IOException, InterruptedException {
        assumeTrue(isInstalled("zsh"), "zsh is not installed: completion was not tried in it");
        assertThat(run("completion", "zsh")).isZero();
        Path script = Files.writeString(folder.resolve("completion.zsh"), out.toString());
        assertPathsAreCompleted("zsh", script);
    }

    private void assertPathsAreCompleted(String shell, Path script) throws IOException, InterruptedException {
        Path work = Files.createDirectories(folder.resolve("work"));
        Path home = folder.resolve("home");
        Files.createDirectories(work.resolve("exps"));
        for (String name : List.of("quest.conf", "my file.conf", "fair.conf")) {
            Files.writeString(work.resolve(name), "");
        }
        Path run = Files.createDirectories(home.resolve("runs/quick-01234567"));
        Files.writeString(run.resolve("manifest.json"), "{}");
        Files.writeString(
                script,
                Files.readString(script)
                        .replace(Path.of("..").toAbsolutePath().normalize().toString(), home.toString()));

        assertThat(completed(shell, work, script, "pdrop", "run", "que")).containsExactly("quest.conf");
        assertThat(completed(shell, work, script, "pdrop", "run", "qu")).contains("quest.conf", "quickstart");
        assertThat(completed(shell, work, script, "pdrop", "run", "my")).containsExactly("my file.conf");
        assertThat(completed(shell, work, script, "pdrop", "run", "quickstart", "qu"))
                .isEmpty();
        assertThat(completed(shell, work, script, "pdrop", "run", "--set", "qu"))
                .isEmpty();
        assertThat(completed(shell, work, script, "pdrop", "answer", "--method", "fa"))
                .containsExactly("fair.conf", "fastv");
        assertThat(completed(shell, work, script, "pdrop", "report", "qu")).containsExactly("quick-01234567");
        assertThat(completed(shell, work, script, "pdrop", "runs", "e")).containsExactly("exps");
        assertThat(completed(shell, work, script, "pdrop", "--plugins", "e")).containsExactly("exps");
        assertThat(completed(shell, work, script, "pdrop", "--pl")).containsExactly("--plugins");
        assertThat(completed(shell, work, script, "pdrop", "list", "ra")).containsExactly("rankers");
        assertThat(completed(shell, work, script, "pdrop", "list", "mo")).containsExactly("model-starters");
        assertThat(completed(shell, work, script, "pdrop", "train", "gl")).contains("glyph-llava");
        assertThat(completed(shell, work, script, "pdrop", "train", "my")).containsExactly("my file.conf");
    }

    private static boolean isInstalled(String shell) throws InterruptedException {
        try {
            return new ProcessBuilder(shell, "-c", ":").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void zshIsToldToTakeTheSameScript() {
        assertThat(run("completion", "zsh")).isZero();
        assertThat(out.toString()).startsWith("autoload -U +X compinit").contains("bashcompinit", "quickstart");
    }

    @Test
    void anotherShellIsRefusedByName() {
        assertThat(run("completion", "fish")).isEqualTo(2);
        assertThat(error.toString()).contains("'fish'", "bash or zsh");
    }

    /** What bash offers for the last word. */
    private List<String> completed(Path script, String... words) throws IOException, InterruptedException {
        return completed("bash", folder, script, words);
    }

    /** What a shell offers for the last word; zsh has the arrays of bash then, and leaves out what does not fit. */
    private static List<String> completed(String shell, Path place, Path script, String... words)
            throws IOException, InterruptedException {
        String call = "source '" + script + "'; " + (shell.equals("zsh") ? "setopt KSH_ARRAYS SH_WORD_SPLIT; " : "")
                + "COMP_WORDS=(" + quoted(words) + "); COMP_CWORD=" + (words.length - 1) + "; COMP_LINE='"
                + String.join(" ", words) + "'; COMP_POINT=${#COMP_LINE}; _complete_pdrop_paths;"
                + " printf '%s\\n' \"${COMPREPLY[@]}\" | sort";
        Process bash = new ProcessBuilder(shell, "-c", call)
                .directory(place.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String offered = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).isZero();
        return offered.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .filter(line -> shell.equals("bash") || line.startsWith(words[words.length - 1]))
                .toList();
    }

    private static String quoted(String... words) {
        return String.join(
                " ", List.of(words).stream().map(word -> "'" + word + "'").toList());
    }

    private int run(String... arguments) {
        Toolkit toolkit = new Toolkit(new Home(Path.of("..")), getClass().getClassLoader());
        return Main.run(
                toolkit, new Console(new PrintWriter(out, true), new PrintWriter(error, true), false), arguments);
    }
}
