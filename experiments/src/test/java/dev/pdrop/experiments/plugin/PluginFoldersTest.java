// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.experiments.PluginJar;
import dev.pdrop.spi.ErrorKind;
import dev.pdrop.spi.Plugin;
import dev.pdrop.testing.Golden;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginFoldersTest {

    private static final String SERVICES = "META-INF/services/" + Plugin.class.getName();

    @TempDir
    private Path folder;

    @Test
    void takesAFolderInWhichAJarOffersAPlugin() throws IOException {
        jar("a.jar", "other.txt", new byte[1]);
        jar("b.jar", SERVICES, "com.example.A".getBytes(StandardCharsets.UTF_8));
        Files.writeString(folder.resolve("notes.txt"), "no jar");

        assertThatCode(() -> PluginFolders.check(List.of(folder))).doesNotThrowAnyException();
    }

    @Test
    void saysWhatIsWrongWithAFolderOrAJar() throws IOException {
        assertBroken("folder-missing", folder.resolve("nowhere"));
        assertBroken("folder-empty", folder);
        assertBroken("folder-is-file", Files.writeString(folder.resolve("file"), "x"));
        jar("a.jar", "other.txt", new byte[1]);
        assertBroken("folder-without-plugin", folder);
        Path jar = jar("b.jar", SERVICES, new byte[4096]);
        byte[] whole = Files.readAllBytes(jar);
        Files.write(jar, Arrays.copyOf(whole, whole.length - 30));
        assertBroken("jar-truncated", folder);
        Files.writeString(jar, "no zip");
        assertBroken("jar-no-zip", folder);
        whole[30 + SERVICES.length()] ^= 0x7f;
        Files.write(jar, whole);
        assertBroken("jar-damaged", folder);
    }

    @Test
    void aClassForANewerJavaIsSaidInWords() throws IOException {
        // Magic number and version are all that is looked at before the version is refused.
        byte[] header = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 99};
        Path jar = folder.resolve("new.jar");
        new PluginJar()
                .offering("com.example.New")
                .with("com/example/New.class", Arrays.copyOf(header, 40))
                .pack(jar);

        assertThatThrownBy(() -> load(jar))
                .isInstanceOf(BrokenPluginException.class)
                .hasMessage("expected a plugin, found that com.example.New in " + jar
                        + " does not load: it was compiled for Java 55 and this is Java "
                        + Runtime.version().feature() + "; update or remove that jar");
    }

    private void load(Path jar) throws IOException {
        ClassLoader noPlugins = new ClassLoader(getClass().getClassLoader()) {
            @Override
            public java.util.Enumeration<URL> getResources(String name) {
                return java.util.Collections.emptyEnumeration();
            }
        };
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, noPlugins)) {
            PluginCatalog.load(loader);
        }
    }

    private void assertBroken(String golden, Path checked) {
        assertThatThrownBy(() -> PluginFolders.check(List.of(checked)))
                .isInstanceOfSatisfying(BrokenPluginException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(ErrorKind.PLUGIN);
                    String message = String.valueOf(failure.getMessage());
                    Golden.assertMatches("plugin/" + golden, message.replace(folder.toString(), "FOLDER"));
                });
    }

    private Path jar(String name, String entry, byte[] content) throws IOException {
        Path jar = folder.resolve(name);
        new PluginJar().with(entry, content).pack(jar);
        return jar;
    }
}
