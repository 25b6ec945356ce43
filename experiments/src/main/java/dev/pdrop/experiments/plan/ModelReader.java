// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.google.inject.Inject;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueFactory;
import dev.pdrop.experiments.config.ConfigBlock;
import dev.pdrop.experiments.config.ConfigGroup;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.config.Overlay;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.experiments.plugin.PluginBlocks;
import dev.pdrop.spi.Backbone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads which model somebody names: a file of {@code conf/backbone}, or a model folder. */
public final class ModelReader {

    /** The backbone plugin that opens model folders. */
    public static final String FOLDER_PLUGIN = "hugging-face";

    /* A data set writes its prompts whole, which a file of conf/backbone may leave as they are; people do not. */
    private static final String TEMPLATE = "template";
    private static final String UNWRAPPED = "plain";
    private static final String AS_THE_MODEL_SAYS = "auto";

    private final ConfigGroups groups;
    private final PluginBlocks blocks;

    @Inject
    ModelReader(ConfigGroups groups, PluginBlocks blocks) {
        this.groups = groups;
        this.blocks = blocks;
    }

    /**
     * The model, bound and not yet opened, that people put their questions to: wrapped as the model itself says where
     * its file would wrap nothing around them.
     *
     * @param nameOrFolder a name of {@code pdrop list backbones}, or a model folder under the usual settings
     * @param problems takes what is wrong
     * @return empty if anything was wrong
     */
    public Optional<PluginBlock<?, Backbone>> read(String nameOrFolder, ConfigProblems problems) {
        SourceLocation askedAt = new SourceLocation(nameOrFolder, 0);
        try {
            ConfigObject block = isFolder(nameOrFolder)
                    ? folder(Path.of(nameOrFolder))
                    : wrapped(groups.find(ConfigGroup.BACKBONE, nameOrFolder, askedAt, "")
                            .parse()
                            .resolve()
                            .root());
            return blocks.backbone(new ConfigBlock(block, "", askedAt, List.of()), problems);
        } catch (InvalidConfigException e) {
            problems.addAll(e);
            return Optional.empty();
        }
    }

    /** Whether somebody who names a model means a folder: it is there, or has a separator in its name. */
    public static boolean isFolder(String nameOrFolder) {
        Path path = Path.of(nameOrFolder);
        return path.getNameCount() > 1 || path.isAbsolute() || Files.isDirectory(path);
    }

    /** The block that opens a model folder under the usual settings. */
    public static ConfigObject folder(Path folder) {
        String place = folder.toAbsolutePath().normalize().toString();
        return ConfigValueFactory.fromMap(Map.of(Overlay.USE, FOLDER_PLUGIN, "model", place), place);
    }

    private static ConfigObject wrapped(ConfigObject block) {
        return Overlay.string(block, TEMPLATE).equals(Optional.of(UNWRAPPED))
                ? block.withValue(TEMPLATE, ConfigValueFactory.fromAnyRef(AS_THE_MODEL_SAYS, "questions of people"))
                : block;
    }
}
