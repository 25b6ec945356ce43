// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import dev.pdrop.testing.Golden;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordBinderTest {

    @TempDir
    private Path folder;

    enum Query {
        LAST_PROMPT_TOKEN,
        PROMPT_MEAN
    }

    record Inner(double keepRatio, List<Integer> layers) {
        Inner {
            if (keepRatio <= 0 || keepRatio > 1) {
                throw new IllegalArgumentException("keep-ratio must be in (0, 1], was " + keepRatio);
            }
        }
    }

    record Everything(
            boolean verbose,
            int count,
            long seed,
            double rate,
            BigDecimal lambda,
            String title,
            Path model,
            Query query,
            Optional<Integer> limit,
            List<Inner> stages,
            Map<String, BigDecimal> weights,
            Inner inner,
            Config rest) {}

    record Numbers(int a, int b, int c, long d, double e, BigDecimal f) {}

    record OneInt(int value) {}

    record OneOptional(Optional<Integer> limit) {}

    record OnePath(Path path) {}

    @Test
    void bindsEachTypeByTheKebabCaseNameOfItsComponent() throws IOException {
        Everything bound = bind(Everything.class, """
                verbose = true, count = 3, seed = 12345678901, rate = 5e-1, lambda = 0.10, title = 2024
                model = models/tiny, query = last-prompt-token
                stages = [{ keep-ratio = 1, layers = [] }, { keep-ratio = 0.5, layers = [3, 6.0] }]
                weights { b = 2.50, a = 1 }
                inner { keep-ratio = 0.25, layers = [1] }
                rest { anything { goes = here } }
                """);

        assertThat(bound.verbose()).isTrue();
        assertThat(bound.count()).isEqualTo(3);
        assertThat(bound.seed()).isEqualTo(12345678901L);
        assertThat(bound.rate()).isEqualTo(0.5);
        assertThat(bound.lambda()).isEqualTo(new BigDecimal("0.10"));
        assertThat(bound.title()).isEqualTo("2024");
        assertThat(bound.model()).isEqualTo(folder.resolve("models/tiny"));
        assertThat(bound.query()).isEqualTo(Query.LAST_PROMPT_TOKEN);
        assertThat(bound.limit()).isEmpty();
        assertThat(bound.stages()).containsExactly(new Inner(1, List.of()), new Inner(0.5, List.of(3, 6)));
        assertThat(bound.weights()).isEqualTo(Map.of("a", BigDecimal.ONE, "b", new BigDecimal("2.50")));
        assertThat(bound.inner()).isEqualTo(new Inner(0.25, List.of(1)));
        assertThat(bound.rest().getString("anything.goes")).isEqualTo("here");
    }

    @Test
    void reportsEveryProblemInOnePassInOrderOfLines() throws IOException {
        String problems = problems(Everything.class, """
                titel = typo
                something-else-entirely = 1
                verbose = maybe
                count = 2.7
                seed = 1e30
                rate = fast
                lambda = [0.5]
                model = ""
                query = last-token
                limit = "3"
                stages = [{ keep-ratio = 1.5, layers = [1] }, { keep-ratoi = 1, layers = [2.5, x] }, 7]
                weights { a = {} }
                inner = null
                rest = 4
                """);

        Golden.assertMatches("config/every-problem", problems);
    }

    record Ranges(int least, Optional<List<Integer>> layers, List<BigDecimal> shares, Inner inner, long seed) {
        Ranges {
            require(seed >= 0, "seed must be at least 0, was " + seed);
            require(least >= 1, "least must be at least 1, was " + least);
            require(shares.size() == layers.map(List::size).orElse(least), "shares must be one for each of the layers");
            require(seed != 13, "a message that begins with no key");
        }

        private static void require(boolean holds, String message) {
            if (!holds) {
                throw new IllegalArgumentException(message);
            }
        }
    }

    @Test
    void saysAllThatChecksSayNotOnlyTheFirst() throws IOException {
        assertThat(problems(Ranges.class, """
                seed = -1
                least = 0
                shares = []
                inner { keep-ratio = 2, layers = [] }
                """)).isEqualTo("""
                a.conf:1: seed must be at least 0, was -1
                a.conf:2: least must be at least 1, was 0
                a.conf:3: shares must be one for each of the layers
                a.conf:4: inner: keep-ratio must be in (0, 1], was 2.0""");
    }

    @Test
    void checksWhatCouldBeReadBesideWhatIsMissingOrMistyped() throws IOException {
        assertThat(problems(Ranges.class, """
                seed = -1
                least = many
                layerss = [1]
                inner { keep-ratio = 2 }
                """)).isEqualTo("""
                a.conf:1: seed must be at least 0, was -1
                a.conf:1: shares: missing, expected a list, each element a number
                a.conf:2: least: expected a whole number, found 'many'
                a.conf:3: layerss: unknown key; did you mean 'layers'?
                a.conf:4: inner: keep-ratio must be in (0, 1], was 2.0
                a.conf:4: inner.layers: missing, expected a list, each element a whole number""");
    }

    @Test
    void doesNotComplainOfWhatAMissingSettingMayMend() throws IOException {
        assertThat(problems(Ranges.class, """
                seed = 5
                least = 2.5
                shares = [0.5, 0.25]
                inner { keep-ratio = 1, layers = [] }
                """)).isEqualTo("a.conf:2: least: expected a whole number, found 2.5");
        assertThat(problems(Ranges.class, """
                seed = 5
                least = 2
                layers = [a]
                shares = [0.5]
                inner { keep-ratio = 1, layers = [] }
                """)).isEqualTo("a.conf:3: layers[0]: expected a whole number, found 'a'");
    }

    @Test
    void aMessageThatNamesNoKeyIsAboutTheBlock() throws IOException {
        assertThat(problems(Ranges.class, "least = 1, shares = [1]\nseed = 13, inner { keep-ratio = 1, layers = [] }"))
                .isEqualTo("a.conf:1: a message that begins with no key");
    }

    @Test
    void rejectsFractionsAndNumbersOutOfRangeWhereWholeNumbersAreExpected() throws IOException {
        String problems = problems(Numbers.class, """
                a = 0.5
                b = 2147483648
                c = -2147483649
                d = 9223372036854775808
                e = 1e999
                f = text
                """);

        Golden.assertMatches("config/numbers", problems);
    }

    record OneDecimal(BigDecimal value) {}

    @Test
    void refusesNumbersThatWouldFillTheMemory() throws IOException {
        assertThat(problems(OneDecimal.class, "value = 1e-999999999"))
                .isEqualTo("a.conf:1: value: expected a number of at most 100 digits, found 1e-999999999");
        assertThat(problems(OneInt.class, "value = 1e999999999"))
                .isEqualTo("a.conf:1: value: expected a number of at most 100 digits, found 1e999999999");
        assertThat(problems(OneDecimal.class, "value = 1e99999999999"))
                .startsWith("a.conf:1: value: expected a number, found");
        assertThat(bind(OneDecimal.class, "value = 1e-90").value()).isEqualTo(new BigDecimal("1e-90"));
    }

    @Test
    void takesTheSmallestAndGreatestWholeNumbers() throws IOException {
        assertThat(bind(OneInt.class, "value = -2147483648").value()).isEqualTo(Integer.MIN_VALUE);
        assertThat(bind(OneInt.class, "value = 2147483647").value()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void takesNullAsAbsentForOptionalsOnly() throws IOException {
        assertThat(bind(OneOptional.class, "limit = null").limit()).isEmpty();
        assertThat(problems(OneInt.class, "value = null"))
                .isEqualTo("a.conf:1: value: expected a whole number, found null");
    }

    @Test
    void resolvesPathsAgainstTheFileOfTheValueEvenIfItIsIncluded() throws IOException {
        Files.createDirectories(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/b.conf"), "path = ../data/x");
        Files.writeString(folder.resolve("a.conf"), "include \"sub/b.conf\"");

        assertThat(bindFile(OnePath.class).path()).isEqualTo(folder.resolve("data/x"));
    }

    @Test
    void resolvesPathsOfTheCommandLineAgainstTheWorkingDirectory() {
        ConfigBlock block = ConfigBlock.of(ConfigOverride.parse("path=data/x").toObject(), "");

        assertThat(RecordBinder.bind(OnePath.class, block, new ConfigProblems())
                        .orElseThrow()
                        .value()
                        .path())
                .isEqualTo(Path.of("data/x").toAbsolutePath());
    }

    @Test
    void refusesARelativePathPutTogetherFromTwoFiles() throws IOException {
        Files.writeString(folder.resolve("b.conf"), "base = data");
        Files.writeString(folder.resolve("a.conf"), "include \"b.conf\"\npath = ${base}/x");

        ConfigProblems problems = new ConfigProblems();
        RecordBinder.bind(
                OnePath.class,
                ConfigBlock.of(
                        ConfigLoader.parse(folder.resolve("a.conf"))
                                .resolve()
                                .root()
                                .withoutKey("base"),
                        ""),
                problems);

        assertThat(text(problems)).contains("put together from several");
    }

    @Test
    void theEffectiveSettingsGiveTheSameRecordAgain() throws IOException {
        Files.writeString(folder.resolve("a.conf"), "path = data/x");
        ConfigBlock block = ConfigBlock.of(
                ConfigLoader.parse(folder.resolve("a.conf")).resolve().root(), "");
        BoundRecord<OnePath> first =
                RecordBinder.bind(OnePath.class, block, new ConfigProblems()).orElseThrow();
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere")).resolve("effective.conf");
        Files.writeString(elsewhere, ConfigText.withOrigins(first.effective().toConfig()));

        ConfigBlock again =
                ConfigBlock.of(ConfigLoader.parse(elsewhere).resolve().root(), "");

        assertThat(RecordBinder.bind(OnePath.class, again, new ConfigProblems())
                        .orElseThrow()
                        .value())
                .isEqualTo(first.value());
    }

    private <R extends Record> R bind(Class<R> type, String text) throws IOException {
        Files.writeString(folder.resolve("a.conf"), text);
        return bindFile(type);
    }

    private <R extends Record> R bindFile(Class<R> type) {
        ConfigProblems problems = new ConfigProblems();
        ConfigBlock block = ConfigBlock.of(
                ConfigLoader.parse(folder.resolve("a.conf")).resolve().root(), "");
        Optional<BoundRecord<R>> bound = RecordBinder.bind(type, block, problems);
        assertThat(problems.sorted()).isEmpty();
        return bound.orElseThrow().value();
    }

    private String problems(Class<? extends Record> type, String text) throws IOException {
        Files.writeString(folder.resolve("a.conf"), text);
        ConfigProblems problems = new ConfigProblems();
        ConfigBlock block = ConfigBlock.of(
                ConfigLoader.parse(folder.resolve("a.conf")).resolve().root(), "");
        assertThat(RecordBinder.bind(type, block, problems)).isEmpty();
        return text(problems);
    }

    private String text(ConfigProblems problems) {
        return problems.sorted().stream()
                .map(problem -> problem.toString().replace(folder + "/", ""))
                .collect(Collectors.joining("\n"));
    }
}
