// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import dev.pdrop.experiments.config.ConfigBlock;
import dev.pdrop.experiments.config.ConfigOverride;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.data.DatasetFolder;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.experiments.plugin.PluginBlocks;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.spi.Dataset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pdrop data NAME}: a data set as files. */
@Command(
        name = "data",
        sortOptions = false,
        description = "Write a data set into a folder: questions as JSON lines, images as PNG.")
final class DataCommand implements Callable<Integer> {

    private static final String NAME = "NAME";

    private final Toolkit toolkit;
    private final Console console;

    @Parameters(paramLabel = NAME, description = "A data set plugin of pdrop list, such as glyph-vqa.")
    private String name = "";

    @Option(names = "--seed", paramLabel = "N", description = "The same as --set seed=N.")
    private @Nullable Long seed;

    @Option(names = "--count", paramLabel = "N", description = "The same as --set count=N.")
    private @Nullable Long count;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Set something of the data set, such as split=train; may be given more than once.")
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "A new or empty folder.")
    private Path out = Path.of("");

    DataCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    @Override
    public Integer call() {
        PluginBlock<?, Dataset> block = block();
        Dataset dataset = block.create();
        DatasetFolder folder = new DatasetFolder(out);
        Thread interrupted = new Thread(folder::close, "interrupted-data");
        Runtime.getRuntime().addShutdownHook(interrupted);
        try (folder) {
            console.out().print(write(folder, dataset, block));
            console.out().println("\nEverything is in " + out);
            console.out().flush();
        } finally {
            forget(interrupted);
        }
        return 0;
    }

    private String write(DatasetFolder folder, Dataset dataset, PluginBlock<?, Dataset> block) {
        String title = name + ": " + block.factory().description();
        String settings = block.effective()
                .root()
                .render(ConfigRenderOptions.defaults()
                        .setOriginComments(false)
                        .setComments(false)
                        .setJson(false));
        CountLine line = new CountLine(console, size(dataset), System::nanoTime);
        try {
            return folder.write(dataset, title, settings, line);
        } finally {
            line.clear();
        }
    }

    private static long size(Dataset dataset) {
        try (Stream<?> examples = dataset.examples()) {
            return examples.spliterator().getExactSizeIfKnown();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // Then it has done its work.
        }
    }

    private PluginBlock<?, Dataset> block() {
        ConfigProblems problems = new ConfigProblems();
        ConfigObject settings = ConfigValueFactory.fromMap(Map.of("use", name), NAME);
        for (String flag : overrides) {
            settings = set(settings, flag, problems);
        }
        settings = set(settings, "seed", seed);
        settings = set(settings, "count", count);
        ConfigBlock block = new ConfigBlock(settings, "", new SourceLocation(NAME, 0), List.of());
        Optional<PluginBlock<?, Dataset>> bound =
                toolkit.injector().getInstance(PluginBlocks.class).dataset(block, problems);
        problems.throwIfAny();
        return bound.orElseThrow(() -> new IllegalStateException("a data set that is missing without a problem"));
    }

    private static ConfigObject set(ConfigObject settings, String flag, ConfigProblems problems) {
        try {
            return ConfigOverride.parse(flag).toObject().withFallback(settings);
        } catch (InvalidConfigException e) {
            problems.addAll(e);
            return settings;
        }
    }

    private static ConfigObject set(ConfigObject settings, String key, @Nullable Long value) {
        return value == null ? settings : settings.withValue(key, ConfigValueFactory.fromAnyRef(value, "--" + key));
    }
}
