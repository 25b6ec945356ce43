// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.FakePlugin;
import dev.pdrop.experiments.toolkit.Home;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.testing.Golden;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {

    private static final List<String> USAGE_ERRORS = List.of(
            "",
            "lst",
            "frobnicate",
            "describe",
            "run",
            "report",
            "trace --model x",
            "answer what",
            "answer --model",
            "run quickstart --set",
            "run quickstart --set --dry-run",
            "list --frobnicate",
            "list --plugin=x",
            "--plugin x list",
            "--json list",
            "run quickstart --drirun",
            "run quickstart --drirun=yes",
            "run quickstart --limit 5",
            "run quickstart --quiet=yes",
            "run quickstart dataset.limit=5",
            "run quickstart again",
            "answer --model x what shape",
            "answer --model x --seed many what",
            "answer --model x --model y what",
            "data glyph-vqa --out x --count 1.5",
            "completion fish",
            "runs --clean everything");

    private final StringWriter out = new StringWriter();
    private final StringWriter error = new StringWriter();

    @Test
    void theVersionIsTheOneOfTheBuild() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("pdrop \\d+\\.\\d+\\.\\d+\\S*( \\(commit [0-9a-f]+\\))?\\R");
    }

    @Test
    void usageErrorsAreOneSentenceAndExitWithTwo() {
        for (String line : USAGE_ERRORS) {
            error.append("$ pdrop ").append(line).append('\n');
            int before = error.toString().length();
            assertThat(run(line.isEmpty() ? new String[0] : line.split(" ", -1)))
                    .as(line)
                    .isEqualTo(2);
            assertThat(error.toString().substring(before)).as(line).hasLineCount(1);
        }
        Golden.assertMatches("cli/usage-errors", error.toString());
    }

    @Test
    void listNamesTheFilesOfEveryGroup() {
        assertThat(run("list")).isZero();
        assertThat(out.toString())
                .contains("Files: conf/method", "  full ", "Files: conf/experiment")
                .containsPattern("\n  quickstart +Does PyramidDrop");
    }

    @Test
    void listsOnlyTheKindsThatAreAskedForInEitherNumber() {
        assertThat(run("list", "rankers", "method")).isZero();
        assertThat(out.toString())
                .contains("Plugins: rankers", "Files: conf/method")
                .doesNotContain("Plugins: schedulers", "Files: conf/dataset");
        assertThat(run("list", "rankerz")).isEqualTo(2);
        assertThat(error.toString()).isEqualTo("unknown kind 'rankerz'; did you mean 'rankers'?\n");
    }

    @Test
    void listsKindsOfTwoWordsAndTrainings() {
        assertThat(run("list", "model-starters", "training")).isZero();
        assertThat(out.toString())
                .contains("Plugins: model starters", "Files: conf/train")
                .doesNotContain("Plugins: schedulers", "Files: conf/dataset");
        assertThat(run("list", "trainigns")).isEqualTo(2);
        assertThat(error.toString()).isEqualTo("unknown kind 'trainigns'; did you mean 'trainings'?\n");
    }

    @Test
    void describesWhatABlockTakesBesideThePluginsOwnSettings() {
        assertThat(run("describe", "jsonl")).isZero();
        assertThat(out.toString()).contains("# file: the questions", "dataset { use = jsonl, .. }", "# limit: only");
    }

    @Test
    void listNamesWhatAFolderHolds(@TempDir Path home) throws IOException {
        Path methods = Files.createDirectories(home.resolve("experiments/conf/method"));
        Files.writeString(methods.resolve("a.conf"), "# First sentence. Second.\nschedule { use = none }");
        Files.writeString(methods.resolve("longer-name.conf"), "schedule { use = none }");
        ClassLoader noPlugins = new NoResources(getClass().getClassLoader());

        assertThat(Main.run(new Toolkit(new Home(home), noPlugins), console(), "list"))
                .isZero();

        Golden.assertMatches("cli/list", out.toString());
    }

    @Test
    void pluginsAreListedByKindAndDescribedWithTheirSettings(@TempDir Path home) throws IOException {
        Path methods = Files.createDirectories(home.resolve("experiments/conf/method"));
        Files.writeString(
                methods.resolve("single.conf"), "# Once.\nschedule { use = single, keep = 9 }\npositions = original");
        Path services = Files.createDirectories(home.resolve("META-INF/services"));
        Files.writeString(services.resolve("dev.pdrop.spi.Plugin"), FakePlugin.class.getName());
        try (URLClassLoader plugins = new URLClassLoader(
                new URL[] {home.toUri().toURL()}, new NoResources(getClass().getClassLoader()))) {
            Toolkit toolkit = new Toolkit(new Home(home), plugins);
            assertThat(Main.run(toolkit, console(), "list")).isZero();
            assertThat(Main.run(toolkit, console(), "describe", "single")).isZero();
        }

        Golden.assertMatches("cli/plugins", out.toString().replace(home.toRealPath() + "/", ""));
    }

    @Test
    void describePrintsAFileWithItsComments() {
        assertThat(run("describe", "full")).isZero();
        assertThat(out.toString()).contains("method full", "# No reduction", "What holds in it:");
    }

    @Test
    void describeOfAnUnknownNameSuggestsTheNearest() {
        assertThat(run("describe", "quickstrat")).isEqualTo(3);
        assertThat(error.toString()).isEqualTo("unknown name 'quickstrat'; did you mean 'quickstart'?\n");
    }

    @Test
    void aHomeWithoutConfigurationIsSaidInOneSentence(@TempDir Path home) {
        int code = Main.run(new Toolkit(new Home(home), getClass().getClassLoader()), console(), "list");

        assertThat(code).isEqualTo(2);
        assertThat(error.toString()).contains("expected the folder of configuration groups");
    }

    @Test
    void userErrorsPrintTheirMessageOnlyAndDefectsSaySo() {
        assertThat(report(new FailedRunException("expected numbers, found NaN"), false))
                .isEqualTo(4);
        assertThat(error.toString()).isEqualTo("expected numbers, found NaN\n");

        assertThat(report(new IllegalStateException("oops"), false)).isEqualTo(1);
        assertThat(error.toString())
                .endsWith("pdrop has a defect: java.lang.IllegalStateException: oops; please report it, with what"
                        + " --stacktrace adds\n");
    }

    @Test
    void theTraceIsPrintedOnRequest() {
        report(new FailedRunException("expected numbers, found NaN"), true);

        assertThat(error.toString()).contains("\tat " + MainTest.class.getName());
    }

    private int report(Exception failure, boolean stacktrace) {
        return Failures.report(failure, stacktrace, console().error());
    }

    private int run(String... arguments) {
        return Main.run(new Toolkit(new Home(Path.of("..")), getClass().getClassLoader()), console(), arguments);
    }

    private Console console() {
        return new Console(new PrintWriter(out, true), new PrintWriter(error, true), false);
    }

    /** Hides the plugins of the class path. */
    private static final class NoResources extends ClassLoader {
        NoResources(ClassLoader parent) {
            super(parent);
        }

        @Override
        public java.util.Enumeration<java.net.URL> getResources(String name) {
            return java.util.Collections.emptyEnumeration();
        }
    }
}
