// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import java.util.List;

/**
 * A file as it holds.
 *
 * @param title of the whole
 * @param blocks settings in the order in which they are shown
 * @param json the same for machines
 */
record Explained(String title, List<Block> blocks, Object json) {

    /** Copies the blocks. */
    Explained {
        blocks = List.copyOf(blocks);
    }

    /**
     * Settings that belong together.
     *
     * @param path where they stand; empty for the root
     * @param holds what applies where one setting overrides another; empty where none does
     * @param settings sorted by path
     */
    record Block(String path, String holds, List<Setting> settings) {

        /** Copies the settings. */
        Block {
            settings = List.copyOf(settings);
        }
    }

    /** The settings of all blocks. */
    static List<Setting> settings(List<Block> blocks) {
        return blocks.stream().flatMap(block -> block.settings().stream()).toList();
    }
}
