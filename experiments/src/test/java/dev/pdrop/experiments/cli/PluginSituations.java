// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What can be wrong with plugins. */
final class PluginSituations {

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

    /** A model that drops nothing, whatever it is told to keep. */
    private static final String BACKBONE = """
            package com.example;

            import dev.pdrop.spi.*;
            import dev.pdrop.spi.ForwardingBackbone;
            import dev.pdrop.testing.toy.*;
            import java.util.List;
            import java.util.stream.IntStream;

            public final class One implements Plugin {
                @Override public List<BackboneFactory<?>> backbones() { return List.of(new Factory()); }

                public record Config() {}

                static final class Factory implements BackboneFactory<Config> {
                    @Override public String name() { return "mine"; }
                    @Override public String description() { return "Wrong."; }
                    @Override public Class<Config> configType() { return Config.class; }
                    @Override public Geometry geometry(Config config) {
                        return new ToyBackboneFactory().geometry(ToyConfig.small());
                    }
                    @Override public Backbone create(Config config) { return new Keeping(); }
                }

                static final class Keeping extends ForwardingBackbone {
                    Keeping() { super(new ToyBackbone(ToyConfig.small())); }

                    @Override
                    public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
                        int[][] all = new int[kept.batch()][];
                        java.util.Arrays.fill(all, IntStream.range(0, state.visualTokens()).toArray());
                        return super.retain(state, new Retention(all), positions);
                    }
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
                new ErrorSituation("model plugin that fails a fidelity gate", shop -> {
                    new PluginJar()
                            .compiled(shop.at("work-One"), "One", BACKBONE)
                            .offering("com.example.One")
                            .pack(shop.pluginFolder("plugins").resolve("one.jar"));
                    shop.experiment(text -> text.replace(
                            "backbone { use = hugging-face, model = model, template = plain }",
                            "backbone { use = mine }"));
                    shop.arm("half { method = random, schedule { use = single, layer = 1, keep = 4 } }");
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
                        "plugin folder without a plugin", shop -> jar(shop, new PluginJar().with("notes.txt", "none"))),
                new ErrorSituation("broken plugin jar", shop -> {
                    Path jar = shop.pluginFolder("plugins").resolve("one.jar");
                    compiled(shop, jar, "One", "mine");
                    ErrorWorkshop.truncate(jar, 0.5);
                    return shop.runExperiment();
                }),
                new ErrorSituation(
                        "plugin jar that names a class it lacks",
                        shop -> jar(shop, new PluginJar().offering("com.example.Gone"))),
                new ErrorSituation(
                        "plugin jar that names a class that is no plugin",
                        shop -> jar(shop, new PluginJar().offering("dev.pdrop.engine.Seeds"))),
                new ErrorSituation(
                        "plugin compiled for a newer Java",
                        shop -> jar(
                                shop,
                                new PluginJar()
                                        .offering("com.example.New")
                                        .with("com/example/New.class", classFileOf((byte) 99)))));
    }

    private static String[] jar(ErrorWorkshop shop, PluginJar jar) throws IOException {
        jar.pack(shop.pluginFolder("plugins").resolve("one.jar"));
        return shop.runExperiment();
    }

    private static void compiled(ErrorWorkshop shop, Path jar, String className, String name) throws IOException {
        compiled(shop, jar, className, name, "return (example, answer) -> 1;");
    }

    private static void compiled(ErrorWorkshop shop, Path jar, String className, String name, String body)
            throws IOException {
        new PluginJar()
                .compiled(
                        shop.at("work-" + className),
                        className,
                        SOURCE.replace("CLASS", className).replace("NAME", name).replace("BODY", body))
                .offering("com.example." + className)
                .pack(jar);
    }

    /** The beginning of a class file, which is all that is looked at before its version is refused. */
    private static byte[] classFileOf(byte version) {
        byte[] start = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, version};
        return java.util.Arrays.copyOf(start, 64);
    }
}
