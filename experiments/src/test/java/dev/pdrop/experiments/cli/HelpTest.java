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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** What every command has in common: help, and a stack trace on request. */
final class HelpTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter error = new StringWriter();

    @Test
    void helpIsForPeople() {
        assertThat(run("--help")).isZero();
        Golden.assertMatches("cli/help", out.toString());
    }

    @TestFactory
    Stream<DynamicTest> everyCommandHasHelp() {
        return commands()
                .map(command -> DynamicTest.dynamicTest(command, () -> {
                    out.getBuffer().setLength(0);
                    assertThat(run(command, "--help")).isZero();
                    assertThat(out.toString().lines())
                            .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
                    Golden.assertMatches("cli/help-" + command, out.toString());
                }));
    }

    @Test
    void helpIsACommandToo() {
        assertThat(run("--help")).isZero();
        String overview = out.toString();
        out.getBuffer().setLength(0);
        assertThat(run("help")).isZero();
        assertThat(out.toString()).isEqualTo(overview);

        out.getBuffer().setLength(0);
        assertThat(run("run", "--help")).isZero();
        String ofRun = out.toString();
        out.getBuffer().setLength(0);
        assertThat(run("help", "run")).isZero();
        assertThat(out.toString()).isEqualTo(ofRun);
    }

    @Test
    void helpOfACommandThatDoesNotExistNamesTheNearest() {
        assertThat(run("help", "rnu")).isEqualTo(2);
        assertThat(error.toString()).isEqualTo("unknown command 'rnu'; did you mean 'run'?\n");
        assertThat(out.toString()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> everyCommandShowsAStackTraceOnRequest() {
        return commands()
                .map(command -> DynamicTest.dynamicTest(command, () -> {
                    error.getBuffer().setLength(0);
                    assertThat(run(command, "--frobnicate")).isEqualTo(2);
                    assertThat(error.toString()).hasLineCount(1);
                    assertThat(run(command, "--frobnicate", "--stacktrace")).isEqualTo(2);
                    assertThat(error.toString()).contains("\tat picocli.");
                }));
    }

    @Test
    void aStackTraceGoesToTheErrorAlsoWhenACommandFailsLate() {
        for (String command : new String[] {"run", "explain", "describe"}) {
            error.getBuffer().setLength(0);
            assertThat(run(command, "nowhere")).isIn(2, 3);
            assertThat(error.toString()).doesNotContain("\tat ");
            assertThat(run(command, "nowhere", "--stacktrace")).isIn(2, 3);
            assertThat(error.toString()).contains("\tat dev.pdrop.");
            assertThat(out.toString()).isEmpty();
        }
    }

    private Stream<String> commands() {
        CommandLine commandLine = Commands.commandLine(toolkit(), console());
        return commandLine.getSubcommands().keySet().stream();
    }

    private int run(String... arguments) {
        return Main.run(toolkit(), console(), arguments);
    }

    private Toolkit toolkit() {
        return new Toolkit(new Home(Path.of("..")), getClass().getClassLoader());
    }

    private Console console() {
        return new Console(new PrintWriter(out, true), new PrintWriter(error, true), false);
    }
}
