// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.benchmarks;

import dev.pdrop.engine.TopSelection;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Choosing the visual tokens that stay, on the host. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SelectionBenchmark {

    /** Visual tokens: LLaVA-1.5 and LLaVA-NeXT at its nominal largest. */
    @Param({"576", "2880"})
    public int tokens;

    private float[] scores = new float[0];

    /** Draws the scores. */
    @Setup
    public void draw() {
        SplittableRandom random = new SplittableRandom(17);
        scores = new float[tokens];
        for (int i = 0; i < tokens; i++) {
            scores[i] = (float) random.nextDouble();
        }
    }

    /** Keeps half. */
    @Benchmark
    public TopSelection keepHalf() {
        return TopSelection.of(scores, tokens / 2, "before layer 8");
    }
}
