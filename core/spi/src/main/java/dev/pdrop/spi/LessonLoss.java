// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import ai.djl.ndarray.NDArray;

/** How badly prompts' lessons were foretold. Close it. */
public interface LessonLoss extends AutoCloseable {

    /** Mean cross-entropy over all learning rows of all examples, a single float32 number, borrowed; differentiable. */
    NDArray mean();

    /**
     * The likeliest token at each of {@link Lesson#learningRows()} of one example, filled rows left out; computed when
     * first asked for.
     */
    int[] predicted(int example);

    @Override
    void close();
}
