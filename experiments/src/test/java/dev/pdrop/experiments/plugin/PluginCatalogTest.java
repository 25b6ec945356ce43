// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.experiments.FakePlugin;
import dev.pdrop.spi.ErrorKind;
import dev.pdrop.spi.ModelStarterFactory;
import dev.pdrop.spi.PdropException;
import dev.pdrop.spi.Plugin;
import dev.pdrop.spi.TokenRankerFactory;
import dev.pdrop.testing.Golden;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginCatalogTest {

    @TempDir
    private Path folder;

    @Test
    void holdsFactoriesByKindAndNameInOrder() {
        PluginCatalog catalog = new PluginCatalog(List.of(new FakePlugin()));

        assertThat(catalog.rankers().keySet()).containsExactly("fastv", "pyramid-drop", "random");
        assertThat(catalog.factories(PluginKind.SCHEDULER).keySet()).containsExactly("none", "pyramid", "single");
        assertThat(catalog.backbones()).containsOnlyKeys("hugging-face");
        assertThat(catalog.factories(PluginKind.MODEL_STARTER)).containsOnlyKeys("llava");
    }

    @Test
    void twoFactoriesOfOneNameAreAnErrorThatNamesBothClassesAndPlaces() {
        Plugin other = new Plugin() {
            @Override
            public List<TokenRankerFactory<?>> tokenRankers() {
                return new FakePlugin().tokenRankers();
            }
        };

        assertThatThrownBy(() -> new PluginCatalog(List.of(new FakePlugin(), other)))
                .isInstanceOfSatisfying(DuplicatePluginException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(ErrorKind.PLUGIN);
                    Golden.assertMatches("plugin/duplicate", mask(failure));
                });
    }

    @Test
    void aPluginThatFailsToListItsFactoriesIsNamed() {
        Plugin failing = new Plugin() {
            @Override
            public List<TokenRankerFactory<?>> tokenRankers() {
                throw new IllegalStateException("no luck");
            }
        };

        assertThatThrownBy(() -> new PluginCatalog(List.of(failing)))
                .isInstanceOfSatisfying(
                        BrokenPluginException.class, failure -> Golden.assertMatches("plugin/failing", mask(failure)));
    }

    @Test
    void twoModelStartersOfOneNameAreAnErrorToo() {
        Plugin other = new Plugin() {
            @Override
            public List<ModelStarterFactory<?>> modelStarters() {
                return new FakePlugin().modelStarters();
            }
        };

        assertThatThrownBy(() -> new PluginCatalog(List.of(new FakePlugin(), other)))
                .isInstanceOf(DuplicatePluginException.class)
                .hasMessageStartingWith("expected one model starter named 'llava', found two: ");
    }

    @Test
    void aProviderThatDoesNotLoadIsNamedWithItsJar() throws IOException {
        assertBroken("plugin/missing-class", "com.example.Missing");
        assertBroken("plugin/no-plugin", "dev.pdrop.experiments.Planning");
        assertBroken("plugin/bad-line", "not a class name");
    }

    @Test
    void onePluginInTwoPlacesIsAnErrorThatNamesBoth() throws IOException {
        URL first = services("first", FakePlugin.class.getName());
        URL second = services("second", FakePlugin.class.getName());
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {first, second}, new OnlyClasses(getClass().getClassLoader()))) {
            assertThatThrownBy(() -> PluginCatalog.load(loader))
                    .isInstanceOfSatisfying(
                            DuplicatePluginException.class,
                            failure -> Golden.assertMatches("plugin/twins", mask(failure)));
        }
    }

    private URL services(String name, String provider) throws IOException {
        Path services = folder.resolve(name).resolve("META-INF/services/dev.pdrop.spi.Plugin");
        Files.createDirectories(services.getParent());
        Files.writeString(services, provider + "\n");
        return folder.resolve(name).toUri().toURL();
    }

    private void assertBroken(String golden, String provider) throws IOException {
        URL place = services("broken", provider);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {place}, new OnlyClasses(getClass().getClassLoader()))) {
            assertThatThrownBy(() -> PluginCatalog.load(loader))
                    .isInstanceOfSatisfying(
                            BrokenPluginException.class, failure -> Golden.assertMatches(golden, mask(failure)));
        }
    }

    /** Hides the plugins of the class path. */
    private static final class OnlyClasses extends ClassLoader {
        OnlyClasses(ClassLoader parent) {
            super(parent);
        }

        @Override
        public java.util.Enumeration<URL> getResources(String name) {
            return java.util.Collections.emptyEnumeration();
        }
    }

    private String mask(PdropException failure) {
        return String.valueOf(failure.getMessage())
                .replace(folder.toString(), "FOLDER")
                .replace(Path.of("").toAbsolutePath() + "/", "");
    }
}
