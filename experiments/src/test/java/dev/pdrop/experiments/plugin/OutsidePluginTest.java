// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import dev.pdrop.experiments.PluginJar;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.MethodResolver;
import dev.pdrop.experiments.plan.PlanModule;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that is compiled and packed here, as somebody outside would. */
final class OutsidePluginTest {

    private static final String SOURCE = """
            package com.example;

            import dev.pdrop.spi.*;
            import java.util.List;
            import java.util.Set;

            public final class OutsidePlugin implements Plugin {
                @Override
                public List<TokenRankerFactory<?>> tokenRankers() {
                    return List.of(new Factory());
                }

                record Config(double weight) {
                    Config {
                        if (weight < 0) {
                            throw new IllegalArgumentException("weight must be at least 0, was " + weight);
                        }
                    }
                }

                static final class Factory implements TokenRankerFactory<Config> {
                    @Override public String name() { return "outside"; }
                    @Override public String description() { return "From outside."; }
                    @Override public Class<Config> configType() { return Config.class; }
                    @Override public TokenRanker create(Config config) { return new Outside(); }
                }

                static final class Outside implements TokenRanker {
                    @Override public Set<Capture> needs(Point at) { return Set.of(); }
                    @Override public Ranking rank(RankingContext context) { throw new IllegalStateException(); }
                    @Override public boolean looksAtText() { return false; }
                }

                @Override
                public List<StageSchedulerFactory<?>> stageSchedulers() {
                    return List.of(new Never());
                }

                record Empty() {}

                static final class Never implements StageSchedulerFactory<Empty>, StageScheduler {
                    @Override public String name() { return "never"; }
                    @Override public String description() { return "Nothing."; }
                    @Override public Class<Empty> configType() { return Empty.class; }
                    @Override public StageScheduler create(Empty config) { return this; }
                    @Override public Schedule plan(Geometry geometry, int visualTokens) { return Schedule.none(); }
                    @Override public String describe() { return "never"; }
                }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void itsPackagePrivateRecordsDefaultsAndMethodFilesAreFound() throws IOException {
        Path jar = packed();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
            PluginCatalog catalog = PluginCatalog.load(loader);
            ConfigGroups groups = new ConfigGroups(folder.resolve("none"), loader);
            MethodResolver methods = Guice.createInjector(new PluginModule(catalog), new PlanModule(groups))
                    .getInstance(MethodResolver.class);

            ArmPlan arm = methods.resolve("mine", List.of());

            assertThat(arm.ranker()).isEqualTo("outside");
            assertThat(arm.config().getDouble("ranker.weight")).isEqualTo(0.75);
            assertThat(dev.pdrop.experiments.config.SourceLocation.of(
                            arm.config().getValue("ranker.weight").origin()))
                    .hasToString("outside.jar outside.conf:2");
            assertThat(catalog.rankers().values())
                    .filteredOn(factory -> factory.name().equals("outside"))
                    .allSatisfy(factory -> assertThat(PluginOrigin.outsideJar(factory.getClass()))
                            .isEqualTo(jar.toString()));
        }
    }

    private Path packed() throws IOException {
        Path jar = folder.resolve("outside.jar");
        new PluginJar()
                .compiled(folder.resolve("work"), "OutsidePlugin", SOURCE)
                .with("com/example/outside.conf", "# How much.\nweight = 0.75")
                .with("method/mine.conf", "ranker { use = outside }\nschedule { use = never }\npositions = original")
                .offering("com.example.OutsidePlugin")
                .pack(jar);
        return jar;
    }
}
