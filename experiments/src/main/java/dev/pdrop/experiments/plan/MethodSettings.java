// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.Config;
import dev.pdrop.spi.PositionPolicy;
import java.util.Optional;

/**
 * A method file.
 *
 * @param ranker the ranker's block, absent only where nothing is ranked
 * @param schedule the scheduler's block
 * @param positions what becomes of position ids
 * @param newlines what becomes of image newlines; absent as {@link Newlines#RANK}
 */
record MethodSettings(Optional<Config> ranker, Config schedule, PositionPolicy positions, Optional<Newlines> newlines) {

    Newlines separators() {
        return newlines.orElse(Newlines.RANK);
    }
}
