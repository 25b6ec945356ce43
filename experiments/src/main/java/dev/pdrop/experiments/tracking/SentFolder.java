// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.train.TrainingFiles;
import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder that is sent to a server after the fact.
 *
 * @param path of a run or a training
 * @param name shown to people
 * @param effectiveConf its configuration, which may name a server
 */
public record SentFolder(Path path, String name, String effectiveConf) {

    /** Of a run. */
    public static SentFolder of(StoredRun run) {
        return new SentFolder(run.path(), run.name(), run.effectiveConf());
    }

    /**
     * Of a training.
     *
     * @throws FailedRunException if its settings cannot be read
     */
    public static SentFolder of(TrainingFiles training) {
        try {
            String name = String.valueOf(training.folder().getFileName());
            return new SentFolder(training.folder(), name, Files.readString(training.settings()));
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected " + training.settings() + " to hold the settings of a training, found " + e.getMessage()
                            + ": run pdrop train again",
                    e);
        }
    }
}
