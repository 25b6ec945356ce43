// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Answers a batch of prompts under a method, and keeps the time. */
public final class BatchRun {

    private final Backbone backbone;
    private final LongSupplier nanoTime;
    private final GreedyDecoding decoding;

    /**
     * A runner.
     *
     * @param backbone the model
     * @param nanoTime the clock
     * @param maxNewTokens how many tokens an answer has at most
     */
    public BatchRun(Backbone backbone, LongSupplier nanoTime, int maxNewTokens) {
        this.backbone = backbone;
        this.nanoTime = nanoTime;
        this.decoding = new GreedyDecoding(backbone, maxNewTokens);
    }

    /**
     * Answers.
     *
     * @param method how to reduce
     * @param questions with prompts of equal layout
     * @param features hold every image of the prompts
     * @param seeds of the arm
     * @return one a question
     */
    public List<Answer> answer(Method method, List<Asked> questions, VisualFeatures features, Seeds seeds) {
        try {
            return together(method, questions, features, seeds);
        } catch (UnevenSelectionException uneven) {
            List<Answer> answers = new ArrayList<>();
            for (Asked question : questions) {
                answers.addAll(together(method, List.of(question), features, seeds));
            }
            return answers;
        }
    }

    private List<Answer> together(Method method, List<Asked> questions, VisualFeatures features, Seeds seeds) {
        List<Prompt> prompts = questions.stream().map(Asked::prompt).toList();
        long start = nanoTime.getAsLong();
        long[] firstToken = {0};
        try (Prefill prefill = Prefill.run(backbone, method, prompts, features, seeds, method.names(questions))) {
            List<GreedyDecoding.Written> written = decoding.write(prefill.state(), logits -> {
                if (firstToken[0] == 0) {
                    firstToken[0] = nanoTime.getAsLong();
                }
            });
            long end = nanoTime.getAsLong();
            List<Answer> answers = new ArrayList<>();
            for (int example = 0; example < prompts.size(); example++) {
                answers.add(new Answer(
                        written.get(example),
                        prefill.stages(example),
                        prefill.layers(example),
                        (firstToken[0] - start) / prompts.size(),
                        (end - firstToken[0]) / prompts.size()));
            }
            return answers;
        }
    }
}
