// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.architecture.SourceTree.Source;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What sources look like, over the source tree. */
final class LintTest {

    private static final SourceTree TREE = SourceTree.find();

    @Test
    void looksAtTheWholeTree() {
        assertThat(TREE.sources()).hasSizeGreaterThan(100);
        assertThat(TREE.modules()).contains("core/spi", "plugins/methods", "experiments");
        assertThat(TREE.sources())
                .extracting(Source::path)
                .contains("pom.xml", "LICENSE", "CONTRIBUTING.md", ".ci/run");
    }

    @Test
    void linesEndWhereTheyEnd() {
        assertNowhere(LintRules::trailingSpace);
        assertCaught(LintRules::trailingSpace, "a.java", "a\nb \nc", "a.java:2");
    }

    @Test
    void nothingIsLeftUndone() {
        assertNowhere(LintRules::unfinished);
        assertCaught(LintRules::unfinished, "a.java", "// TO" + "DO later", "a.java:1");
    }

    @Test
    void noTestIsSwitchedOff() {
        assertNowhere(LintRules::disabled);
        assertCaught(LintRules::disabled, "a.java", "\n\n  @Disable" + "d(\"flaky\")", "a.java:3");
    }

    @Test
    void notebooksAreKeptWithoutWhatTheyShow() {
        assertThat(TREE.sources()).filteredOn(source -> source.is("ipynb")).hasSizeGreaterThanOrEqualTo(5);
        assertNowhere(LintRules::executedCells);
        String cell = "{\"cells\": [{\"outputs\": [], \"execution_count\": %s}, {\"outputs\": [%s]}]}";
        assertThat(LintRules.executedCells(new Source("a.ipynb", cell.formatted("null", ""))))
                .isEmpty();
        assertCaught(LintRules::executedCells, "a.ipynb", cell.formatted("3", ""), "a.ipynb: cell 1");
        assertCaught(LintRules::executedCells, "a.ipynb", cell.formatted("null", "{}"), "a.ipynb: cell 2");
    }

    @Test
    void nothingRefersToTheMachineItWasWrittenOn() {
        assertNowhere(LintRules::machinePaths);
        assertCaught(LintRules::machinePaths, "a.md", "see /" + "tmp/x", "a.md:1");
        assertThat(LintRules.machinePaths(new Source("a.xml", "<root></root> a/" + "work/b $x/" + "tmp")))
                .isEmpty();
    }

    @Test
    void nothingNamesARegistry() {
        assertNowhere(LintRules::registries);
        assertCaught(LintRules::registries, "a.sh", "curl https://pypi" + ".org", "a.sh:1");
    }

    @Test
    void includedFilesAreRequired() {
        assertNowhere(LintRules::bareIncludes);
        assertCaught(LintRules::bareIncludes, "a.conf", "x { include \"b.conf\" }", "a.conf:1");
        assertCaught(LintRules::bareIncludes, "a.conf", "include file(\"b.conf\")", "a.conf:1");
        String right = "# include \"b\"\ninclude required(\"b.conf\")\nx = \"include y\"";
        assertThat(LintRules.bareIncludes(new Source("a.conf", right))).isEmpty();
    }

    @Test
    void methodsSayWhereTheyComeFrom() {
        assertNowhere(LintRules::methodsWithoutSource);
        String path = "plugins/p/src/main/java/A.java";
        String code = "@source none */\npublic final class A implements TokenRanker {}";
        assertThat(LintRules.methodsWithoutSource(new Source(path, "/** A.\n" + code)))
                .isEmpty();
        assertCaught(LintRules::methodsWithoutSource, path, code, path + ":2");
        String record = "/** A. @source x */\nclass B {\n}\nrecord A(int b)\n implements X, StageScheduler {";
        assertCaught(LintRules::methodsWithoutSource, path, record, path + ":4");
    }

    @Test
    void publicTypesSayWhatTheyAre() {
        assertNowhere(LintRules::typesWithoutJavadoc);
        String path = "core/p/src/main/java/A.java";
        assertCaught(LintRules::typesWithoutJavadoc, path, "import b.C;\n\npublic record A() {}", path + ":3");
        assertThat(LintRules.typesWithoutJavadoc(
                        new Source(path, "import b.C;\n/** A. */\n@B(\n  c)\npublic final class A {}")))
                .isEmpty();
    }

    @Test
    void modulesSayWhatTheyAreFor() {
        assertThat(TREE.modules().stream().flatMap(module -> LintRules.modulesWithoutReadme(module, TREE.sources())))
                .isEmpty();
        Source code = new Source("m/src/main/java/A.java", "");
        assertThat(LintRules.modulesWithoutReadme("m", List.of(code))).containsExactly("m");
        assertThat(LintRules.modulesWithoutReadme("m", List.of(code, new Source("m/README.md", "no heading"))))
                .containsExactly("m");
        assertThat(LintRules.modulesWithoutReadme("m", List.of(code, new Source("m/README.md", "# m"))))
                .isEmpty();
    }

    private static void assertNowhere(Function<Source, Stream<String>> rule) {
        assertThat(TREE.sources().stream().flatMap(rule)).isEmpty();
    }

    private static void assertCaught(Function<Source, Stream<String>> rule, String path, String text, String expected) {
        assertThat(rule.apply(new Source(path, text))).containsExactly(expected);
    }
}
