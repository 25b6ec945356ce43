// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.experiments.PluginJar;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigGroupsTest {

    private static final SourceLocation ASKED = new SourceLocation("exp.conf", 7);

    @TempDir
    private Path folder;

    @Test
    void findsFilesInTheFolderAndInPluginJars() throws IOException {
        write("method/fastv.conf", "positions = original");
        Path jar = jar("plugin.jar", "method/key-norm.conf", "positions = contiguous");

        try (URLClassLoader loader = loader(jar)) {
            ConfigGroups groups = new ConfigGroups(folder, loader);
            GroupFile inJar = groups.find(ConfigGroup.METHOD, "key-norm", ASKED, "arms.k");

            assertThat(groups.list(ConfigGroup.METHOD))
                    .extracting(GroupFile::name)
                    .containsExactly("fastv", "key-norm");
            assertThat(inJar.builtIn()).isFalse();
            assertThat(inJar.source()).isEqualTo(jar);
            assertThat(inJar.text()).isEqualTo("positions = contiguous");
            assertThat(SourceLocation.of(
                            inJar.parse().resolve().getValue("positions").origin()))
                    .hasToString("plugin.jar method/key-norm.conf:1");
        }
    }

    @Test
    void anUnknownNameIsAnErrorWithTheNearestOne() throws IOException {
        write("method/fastv.conf", "");
        ConfigGroups groups = new ConfigGroups(folder, emptyLoader());

        assertThatThrownBy(() -> groups.find(ConfigGroup.METHOD, "fastvv", ASKED, "arms.k"))
                .hasMessage("exp.conf:7: arms.k: unknown method 'fastvv'; did you mean 'fastv'?");
        assertThatThrownBy(() -> groups.find(ConfigGroup.METHOD, "../method/fastv", ASKED, "arms.k"))
                .hasMessageContaining("known method files are fastv");
    }

    @Test
    void aNameInTheFolderAndInAJarIsAnErrorThatNamesBoth() throws IOException {
        write("method/fastv.conf", "");
        Path jar = jar("plugin.jar", "method/fastv.conf", "");

        try (URLClassLoader loader = loader(jar)) {
            ConfigGroups groups = new ConfigGroups(folder, loader);
            assertThatThrownBy(() -> groups.find(ConfigGroup.METHOD, "fastv", ASKED, "arms.k"))
                    .hasMessageContaining("found 2")
                    .hasMessageContaining(folder.resolve("method").toString())
                    .hasMessageContaining(jar.toString());
        }
    }

    @Test
    void theCommandLineMayNameAFileInstead() throws IOException {
        Path file = write("elsewhere/x.conf", "a = 1");
        ConfigGroups groups = new ConfigGroups(folder, emptyLoader());

        assertThat(groups.parse(ConfigGroup.METHOD, file.toString()).resolve().getInt("a"))
                .isEqualTo(1);
        assertThatThrownBy(() -> groups.parse(ConfigGroup.METHOD, "none.conf"))
                .hasMessageContaining("expected a configuration file, found nothing");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Path jar(String name, String entry, String text) throws IOException {
        Path jar = folder.resolve(name);
        new PluginJar().offering("").with(entry, text).pack(jar);
        return jar;
    }

    private static URLClassLoader loader(Path jar) throws IOException {
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    private static ClassLoader emptyLoader() {
        return ClassLoader.getPlatformClassLoader();
    }
}
