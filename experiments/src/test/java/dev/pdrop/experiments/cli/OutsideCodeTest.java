// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.toolkit.Home;
import dev.pdrop.experiments.toolkit.Toolkit;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with a plugin from outside whose library lies beside it. */
final class OutsideCodeTest {

    private static final String SOURCE = """
            package com.example;

            import dev.pdrop.spi.*;
            import java.util.List;

            public final class Lenient implements Plugin {
                @Override public List<MetricFactory<?>> metrics() { return List.of(new Factory()); }

                record Config() {}

                static final class Factory implements MetricFactory<Config> {
                    @Override public String name() { return "lenient"; }
                    @Override public String description() { return "Everything is right."; }
                    @Override public Class<Config> configType() { return Config.class; }
                    @Override public Metric create(Config config) { return (example, answer) -> 1; }
                }
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void anotherLibraryBesideAPluginIsOtherCode() throws IOException {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        packPlugin(plugins.resolve("lenient.jar"));
        pack(plugins.resolve("library.jar"), Map.of("com/example/words.txt", "right"));
        List<Manifest.Arm> first = arms(plugins);
        assertThat(arms(plugins)).isEqualTo(first);
        pack(plugins.resolve("library.jar"), Map.of("com/example/words.txt", "wrong"));
        List<Manifest.Arm> second = arms(plugins);
        assertThat(second)
                .extracting(Manifest.Arm::name)
                .isEqualTo(first.stream().map(Manifest.Arm::name).toList());
        assertThat(second)
                .extracting(Manifest.Arm::key)
                .doesNotContainAnyElementsOf(
                        first.stream().map(Manifest.Arm::key).toList());
    }

    private List<Manifest.Arm> arms(Path plugins) throws IOException {
        URL[] jars = {
            plugins.resolve("lenient.jar").toUri().toURL(),
            plugins.resolve("library.jar").toUri().toURL()
        };
        StringWriter error = new StringWriter();
        Console console = new Console(new PrintWriter(new StringWriter()), new PrintWriter(error), false);
        try (URLClassLoader loader = new URLClassLoader(jars, getClass().getClassLoader())) {
            Toolkit toolkit = new Toolkit(new Home(Path.of("..")), loader, List.of(plugins), Map.of());
            int code = Main.run(
                    toolkit,
                    console,
                    "run",
                    "quickstart",
                    "--set",
                    "dataset.limit=1",
                    "--set",
                    "output=" + folder.resolve("runs"),
                    "--set",
                    "dataset.metric={ use = lenient }");
            assertThat(code).as(error.toString()).isZero();
        }
        Manifest manifest =
                StoredRun.read(CommandRun.onlyFolder(folder.resolve("runs"))).manifest();
        assertThat(manifest.hashes().jars()).containsKeys("lenient.jar", "library.jar");
        return manifest.arms();
    }

    private void packPlugin(Path jar) throws IOException {
        Path source = Files.writeString(folder.resolve("Lenient.java"), SOURCE);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        String classPath = System.getProperty("java.class.path");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", classes.toString(), source.toString());
        assertThat(result).isZero();
        Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(classes.resolve("META-INF/services/dev.pdrop.spi.Plugin"), "com.example.Lenient");
        try (OutputStream stream = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(stream);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
    }

    private static void pack(Path jar, Map<String, String> entries) throws IOException {
        try (OutputStream stream = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(stream)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
