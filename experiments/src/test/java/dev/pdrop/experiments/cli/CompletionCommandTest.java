// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(completed(script, "pdrop", "describe", "pyr")).containsExactly("pyramid", "pyramid-drop");
        assertThat(completed(script, "pdrop", "answer", "--method", "fa")).containsExactly("fastv");
        assertThat(completed(script, "pdrop", "completion", "")).contains("bash", "zsh");
    }

    @Test
    void zshIsToldToTakeTheSameScript() {
        assertThat(run("completion", "zsh")).isZero();
        assertThat(out.toString()).startsWith("autoload -U +X compinit").contains("bashcompinit", "quickstart");
    }

    @Test
    void anotherShellIsRefusedByName() {
        assertThat(run("completion", "fish")).isEqualTo(2);
        assertThat(error.toString()).contains("'fish'", "bash, zsh");
    }

    /** What bash offers for the last word. */
    private static List<String> completed(Path script, String... words) throws IOException, InterruptedException {
        String call = "source '" + script + "'; COMP_WORDS=(" + quoted(words) + "); COMP_CWORD=" + (words.length - 1)
                + "; COMP_LINE='" + String.join(" ", words) + "'; COMP_POINT=${#COMP_LINE}; _complete_pdrop;"
                + " printf '%s\\n' \"${COMPREPLY[@]}\" | sort";
        Process bash = new ProcessBuilder("bash", "-c", call)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String offered = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).isZero();
        return offered.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
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
