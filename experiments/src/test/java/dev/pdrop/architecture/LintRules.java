// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.architecture;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.architecture.SourceTree.Source;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What sources must look like; each rule gives the places that break it.
 *
 * <p>Patterns are written so that they do not match themselves.
 */
final class LintRules {

    private static final Pattern TRAILING_SPACE = Pattern.compile("[ \\t]+$", Pattern.MULTILINE);
    private static final Pattern UNFINISHED = Pattern.compile("\\b(?:TO{1}DO|FIXM{1}E)\\b");
    private static final Pattern DISABLED = Pattern.compile("@Disable{1}d(?![a-z])");
    private static final Pattern MACHINE_PATH = Pattern.compile("(?<![\\w.<>}$*)])/(?:work|root|home|tmp)\\b(?!\\s*>)");
    private static final Pattern REGISTRY =
            Pattern.compile("\\b(?:repo1?\\.maven\\.|pypi\\.org|pythonhosted\\.org|deb\\.debian\\.org)");
    private static final Pattern BARE_INCLUDE =
            Pattern.compile("^[^#/\"\n]*\\binclude\\s+(?!required\\s*\\()[\"a-z]", Pattern.MULTILINE);
    private static final Pattern METHOD = Pattern.compile(
            "\\b(?:class|record|enum)\\s+\\w+[^{;]*\\bimplements\\b[^{;]*\\b(?:TokenRanker|StageScheduler)\\b");
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^public\\s+(?:(?:abstract|final|sealed|non-sealed|strictfp)\\s+)*(?:class|interface|record|enum|@interface)\\b",
            Pattern.MULTILINE);
    private static final Pattern HEADING = Pattern.compile("\\A# \\S");

    private LintRules() {}

    /** Lines end where they end; Markdown and recorded test data are left alone. */
    static Stream<String> trailingSpace(Source source) {
        boolean recorded = source.path().contains("src/test/resources/") || source.is("md") || source.is("ipynb");
        return recorded ? Stream.empty() : matches(source, TRAILING_SPACE);
    }

    /** What is not done is not in the sources. */
    static Stream<String> unfinished(Source source) {
        return source.is("md") ? Stream.empty() : matches(source, UNFINISHED);
    }

    /** No test is switched off. */
    static Stream<String> disabled(Source source) {
        return source.is("java") ? matches(source, DISABLED) : Stream.empty();
    }

    /** Nothing refers to the machine it was written on. */
    static Stream<String> machinePaths(Source source) {
        return matches(source, MACHINE_PATH);
    }

    /** Where packages come from is the user's business. */
    static Stream<String> registries(Source source) {
        return matches(source, REGISTRY);
    }

    /** A missing file is silently empty unless it is required. */
    static Stream<String> bareIncludes(Source source) {
        boolean recorded = source.path().contains("src/test/resources/");
        return source.is("conf") && !recorded ? matches(source, BARE_INCLUDE) : Stream.empty();
    }

    /** Every ranker and scheduler of a plugin says where it comes from. */
    static Stream<String> methodsWithoutSource(Source source) {
        if (!source.is("java") || !source.isMain() || !source.path().startsWith("plugins/")) {
            return Stream.empty();
        }
        return results(source, METHOD)
                .filter(match -> !lastJavadoc(source.text(), match.start()).contains("@source "))
                .map(match -> source.at(match.start()));
    }

    /** Every public type says what it is. */
    static Stream<String> typesWithoutJavadoc(Source source) {
        if (!source.is("java") || !source.isMain()) {
            return Stream.empty();
        }
        return results(source, PUBLIC_TYPE)
                .filter(match -> lastJavadoc(source.text(), match.start()).isEmpty())
                .map(match -> source.at(match.start()));
    }

    /** A notebook holds what somebody wrote, and neither what came of it nor how often it ran. */
    static Stream<String> executedCells(Source source) {
        if (!source.is("ipynb")) {
            return Stream.empty();
        }
        List<JsonElement> cells = JsonParser.parseString(source.text())
                .getAsJsonObject()
                .getAsJsonArray("cells")
                .asList();
        return IntStream.range(0, cells.size())
                .filter(cell -> isExecuted(cells.get(cell).getAsJsonObject()))
                .mapToObj(cell -> source.path() + ": cell " + (cell + 1));
    }

    private static boolean isExecuted(JsonObject cell) {
        boolean shown = cell.has("outputs") && !cell.getAsJsonArray("outputs").isEmpty();
        boolean counted =
                cell.has("execution_count") && !cell.get("execution_count").isJsonNull();
        return shown || counted;
    }

    /** A module that has code has a README that begins with a heading. */
    static Stream<String> modulesWithoutReadme(String module, List<Source> sources) {
        boolean hasCode = sources.stream()
                .filter(source -> source.path().startsWith(module + "/src/main/java/"))
                .anyMatch(source -> !source.path().endsWith("/package-info.java"));
        boolean hasReadme = sources.stream()
                .filter(source -> source.path().equals(module + "/README.md"))
                .anyMatch(source -> HEADING.matcher(source.text()).find());
        return hasCode && !hasReadme ? Stream.of(module) : Stream.empty();
    }

    /** The Javadoc in front of a declaration, behind the end of any other code; empty if there is none. */
    private static String lastJavadoc(String text, int declaration) {
        int start = text.lastIndexOf("/**", declaration);
        int end = start < 0 ? -1 : text.indexOf("*/", start);
        boolean adjacent = end >= 0
                && end < declaration
                && !Pattern.compile("[;{}]\\s*\n")
                        .matcher(text.substring(end, declaration))
                        .find();
        return adjacent ? text.substring(start, end) : "";
    }

    private static Stream<String> matches(Source source, Pattern pattern) {
        return results(source, pattern).map(match -> source.at(match.start()));
    }

    private static Stream<MatchResult> results(Source source, Pattern pattern) {
        Matcher matcher = pattern.matcher(source.text());
        return matcher.results();
    }
}
