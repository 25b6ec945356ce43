// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.Config;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.Metric;
import java.util.Optional;

/**
 * Which questions are asked, in which words, and how answers are judged.
 *
 * @param source the data set
 * @param prompt what is said to the model: {@code {question}} stands for the question, {@code <image>} for an image
 * @param limit only the first so many examples in file order, at least 1; all if absent
 * @param metric judges an answer
 * @param effective the whole block as it holds
 */
public record DatasetPlan(
        PluginBlock<?, Dataset> source,
        String prompt,
        Optional<Integer> limit,
        PluginBlock<?, Metric> metric,
        Config effective) {

    /** Stands for the question in {@link #prompt()}. */
    public static final String QUESTION = "{question}";

    /** What is said to the model for one question. */
    public String promptFor(String question) {
        return prompt.replace(QUESTION, question);
    }
}
