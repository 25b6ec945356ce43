// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.Config;
import java.util.Optional;

/**
 * The part of a data set's block that is the runner's and not the plugin's.
 *
 * @param prompt what is said to the model
 * @param limit only the first so many examples
 * @param metric the metric's block
 */
record DatasetSettings(String prompt, Optional<Integer> limit, Config metric) {

    /** Checks ranges; what no plausible text passes comes last, so that the others are checked without one too. */
    DatasetSettings {
        if (limit.isPresent() && limit.get() < 1) {
            throw new IllegalArgumentException("limit must be at least 1, was " + limit.get());
        }
        if (!prompt.contains(DatasetPlan.QUESTION)) {
            throw new IllegalArgumentException(
                    "prompt must contain " + DatasetPlan.QUESTION + ", was '" + prompt + "'");
        }
    }
}
