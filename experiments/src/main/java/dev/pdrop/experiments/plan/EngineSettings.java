// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.util.Map;

/**
 * How the work of an experiment is organised.
 *
 * @param sharing whether arms and questions share what they do alike
 * @param memory what states of the model may take, such as {@code 2 GiB}
 */
public record EngineSettings(boolean sharing, String memory) {

    /** Checks the size. */
    public EngineSettings {
        if (size(memory) < 1) {
            throw new IllegalArgumentException("memory must be a size such as 2 GiB, was '" + memory + "'");
        }
    }

    /** The same in bytes. */
    public long memoryBytes() {
        return size(memory);
    }

    /** 0 for what is no size. */
    private static long size(String text) {
        try {
            return ConfigFactory.parseMap(Map.of("size", text))
                    .getMemorySize("size")
                    .toBytes();
        } catch (ConfigException | IllegalArgumentException e) {
            return 0;
        }
    }
}
