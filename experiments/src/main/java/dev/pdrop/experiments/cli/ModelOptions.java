// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.pdrop.experiments.config.ConfigBlock;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.plan.ModelReader;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.experiments.plugin.PluginBlocks;
import dev.pdrop.spi.Backbone;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model a command asks. */
final class ModelOptions {

    private static final String MODEL = "--model";

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "A model folder as save_pretrained writes it.")
    private Path model = Path.of("");

    @Option(names = "--use", paramLabel = "NAME", description = "The backbone plugin that opens it.")
    private String use = ModelReader.FOLDER_PLUGIN;

    @Option(names = "--device", paramLabel = "NAME", description = "cpu, cuda or cuda:N.")
    private @Nullable String device;

    @Option(names = "--dtype", paramLabel = "NAME", description = "float32, bfloat16 or float16.")
    private @Nullable String dtype;

    @Option(
            names = "--weights",
            paramLabel = "PLACE",
            description = "loaded, or mapped for checkpoints that memory does not hold.")
    private @Nullable String weights;

    @Option(
            names = "--template",
            paramLabel = "NAME",
            description = "How the question is wrapped: auto, plain, chat or vicuna_v1.")
    private @Nullable String template;

    /** The folder as it was given. */
    Path folder() {
        return model;
    }

    /** A model folder under the usual settings; empty if it does not fit. */
    static Optional<PluginBlock<?, Backbone>> block(Path model, PluginBlocks blocks, ConfigProblems problems) {
        return bind(settings(ModelReader.FOLDER_PLUGIN, model), blocks, problems);
    }

    /** The model, bound and not yet opened; empty if an option does not fit. */
    Optional<PluginBlock<?, Backbone>> block(PluginBlocks blocks, ConfigProblems problems) {
        Map<String, ConfigValue> settings = settings(use, model);
        put(settings, "device", "--device", device);
        put(settings, "dtype", "--dtype", dtype);
        put(settings, "weights", "--weights", weights);
        put(settings, "template", "--template", template);
        return bind(settings, blocks, problems);
    }

    private static Map<String, ConfigValue> settings(String use, Path model) {
        Map<String, ConfigValue> settings = new LinkedHashMap<>();
        put(settings, "use", "--use", use);
        put(settings, "model", MODEL, model.toAbsolutePath().normalize().toString());
        return settings;
    }

    private static Optional<PluginBlock<?, Backbone>> bind(
            Map<String, ConfigValue> settings, PluginBlocks blocks, ConfigProblems problems) {
        ConfigObject object = ConfigValueFactory.fromMap(settings, MODEL);
        return blocks.backbone(new ConfigBlock(object, "", new SourceLocation(MODEL, 0), List.of()), problems);
    }

    private static void put(Map<String, ConfigValue> settings, String key, String option, @Nullable String value) {
        if (value != null) {
            settings.put(key, ConfigValueFactory.fromAnyRef(value, option));
        }
    }
}
