// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/** What can be wrong with plugins. */
final class PluginSituations {

    private static final String SERVICES = "META-INF/services/dev.pdrop.spi.Plugin";

    private static final String SOURCE = """
            package com.example;

            import dev.pdrop.spi.*;
            import java.util.List;

            public final class CLASS implements Plugin {
                @Override public List<MetricFactory<?>> metrics() { return List.of(new Factory()); }

                public record Config() {}

                static final class Factory implements MetricFactory<Config> {
                    @Override public String name() { return "NAME"; }
                    @Override public String description() { return "Right."; }
                    @Override public Class<Config> configType() { return Config.class; }
                    @Override public Metric create(Config config) { BODY }
                }
            }
            """;

    private PluginSituations() {}

    static List<ErrorSituation> all() {
        return List.of(
                new ErrorSituation("unknown plugin", shop -> {
                    shop.arm("mine { method = fastv, ranker { use = pyramid-dorp } }");
                    return shop.runExperiment();
                }),
                new ErrorSituation("duplicate plugin: one name", shop -> {
                    Path plugins = shop.pluginFolder("plugins");
                    compiled(shop, plugins.resolve("one.jar"), "One", "mine");
                    compiled(shop, plugins.resolve("two.jar"), "Two", "mine");
                    return shop.runExperiment();
                }),
                new ErrorSituation("duplicate plugin: one class", shop -> {
                    Path plugins = shop.pluginFolder("plugins");
                    compiled(shop, plugins.resolve("one.jar"), "One", "mine");
                    Files.copy(plugins.resolve("one.jar"), plugins.resolve("one-copy.jar"));
                    return shop.runExperiment();
                }),
                new ErrorSituation("plugin that fails", shop -> {
                    Path jar = shop.pluginFolder("plugins").resolve("one.jar");
                    compiled(shop, jar, "One", "mine", "throw new UnsupportedOperationException(\"not on Tuesdays\");");
                    shop.experiment(text -> text.replace("use = exact-match", "use = mine"));
                    return shop.runExperiment();
                }),
                new ErrorSituation("metric that scores out of range", shop -> {
                    Path jar = shop.pluginFolder("plugins").resolve("one.jar");
                    compiled(shop, jar, "One", "mine", "return (example, answer) -> Double.NaN;");
                    shop.experiment(text -> text.replace("use = exact-match", "use = mine"));
                    return shop.runExperiment();
                }),
                new ErrorSituation("plugin of a wrong name", shop -> {
                    compiled(shop, shop.pluginFolder("plugins").resolve("one.jar"), "One", "My Metric");
                    return shop.runExperiment();
                }),
                new ErrorSituation("missing plugin folder", shop -> {
                    shop.pluginFolderThatIsNamed("nowhere");
                    return shop.runExperiment();
                }),
                new ErrorSituation("plugin folder without a jar", shop -> {
                    shop.pluginFolder("plugins");
                    return shop.runExperiment();
                }),
                new ErrorSituation(
                        "plugin folder without a plugin", shop -> jar(shop, Map.of("notes.txt", bytes("none")))),
                new ErrorSituation("broken plugin jar", shop -> {
                    Path jar = shop.pluginFolder("plugins").resolve("one.jar");
                    compiled(shop, jar, "One", "mine");
                    ErrorWorkshop.truncate(jar, 0.5);
                    return shop.runExperiment();
                }),
                new ErrorSituation(
                        "plugin jar that names a class it lacks",
                        shop -> jar(shop, Map.of(SERVICES, bytes("com.example.Gone")))),
                new ErrorSituation(
                        "plugin jar that names a class that is no plugin",
                        shop -> jar(shop, Map.of(SERVICES, bytes("dev.pdrop.engine.Seeds")))),
                new ErrorSituation(
                        "plugin compiled for a newer Java",
                        shop -> jar(
                                shop,
                                Map.of(SERVICES, bytes("com.example.New"), "com/example/New.class", classFileOf((byte)
                                        99)))));
    }

    private static String[] jar(ErrorWorkshop shop, Map<String, byte[]> entries) throws IOException {
        pack(shop.pluginFolder("plugins").resolve("one.jar"), entries);
        return shop.runExperiment();
    }

    private static void compiled(ErrorWorkshop shop, Path jar, String className, String name) throws IOException {
        compiled(shop, jar, className, name, "return (example, answer) -> 1;");
    }

    private static void compiled(ErrorWorkshop shop, Path jar, String className, String name, String body)
            throws IOException {
        Path classes = Files.createDirectories(shop.at("classes-" + className));
        Path source = shop.write(
                className + ".java",
                SOURCE.replace("CLASS", className).replace("NAME", name).replace("BODY", body));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        source.toString());
        assertThat(result).isZero();
        Map<String, byte[]> entries = new java.util.TreeMap<>(Map.of(SERVICES, bytes("com.example." + className)));
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.put(classes.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        pack(jar, entries);
    }

    private static void pack(Path jar, Map<String, byte[]> entries) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
    }

    /** The beginning of a class file, which is all that is looked at before its version is refused. */
    private static byte[] classFileOf(byte version) {
        byte[] start = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, version};
        return java.util.Arrays.copyOf(start, 64);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
