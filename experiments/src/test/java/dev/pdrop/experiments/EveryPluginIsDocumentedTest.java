// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.plugin.PluginCatalog;
import dev.pdrop.experiments.plugin.PluginDefaults;
import dev.pdrop.experiments.plugin.PluginKind;
import dev.pdrop.spi.PluginFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EveryPluginIsDocumentedTest {

    private static final Pattern ROW =
            Pattern.compile("\\| (ranker|scheduler|backbone|model starter|data set|metric) \\| `([a-z0-9-]+)` \\|.*");

    @ParameterizedTest
    @EnumSource(PluginKind.class)
    void standsInTheReadmeWithItsKind(PluginKind kind) throws IOException {
        String word = kind == PluginKind.DATASET ? "data set" : kind.label();
        assertThat(readmeNames(word))
                .containsExactlyInAnyOrderElementsOf(
                        shipped(kind).map(PluginFactory::name).toList());
    }

    @ParameterizedTest
    @EnumSource(PluginKind.class)
    void commentsEachOfItsDefaults(PluginKind kind) {
        assertThat(shipped(kind).filter(factory -> factory.configType().getRecordComponents().length > 0))
                .allSatisfy(factory -> {
                    String text = PluginDefaults.text(factory).orElse("");
                    assertThat(Arrays.stream(factory.configType().getRecordComponents())
                                    .map(component -> kebab(component.getName())))
                            .as(factory.name())
                            .allSatisfy(key -> assertThat(text).contains(key));
                });
    }

    /** The plugins of the product, without those of the test kit and the template. */
    private static Stream<? extends PluginFactory<?, ?>> shipped(PluginKind kind) {
        return PluginCatalog.load(EveryPluginIsDocumentedTest.class.getClassLoader()).factories(kind).values().stream()
                .filter(factory -> Stream.of("methods", "backbones", "datasets")
                        .anyMatch(module -> factory.getClass().getName().startsWith("dev.pdrop." + module + ".")));
    }

    private static List<String> readmeNames(String kind) throws IOException {
        return Files.readAllLines(Path.of("../README.md")).stream()
                .map(ROW::matcher)
                .filter(row -> row.matches() && row.group(1).equals(kind))
                .map(row -> row.group(2))
                .toList();
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }
}
