// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.tree;

import dev.pdrop.engine.LayerOutcome;
import dev.pdrop.spi.DecoderState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The way to a node: what each layer processed, and what an example's share of the time was. Immutable. */
final class Trail {

    private final List<List<Passed>> examples;
    private final long nanos;

    private Trail(List<List<Passed>> examples, long nanos) {
        this.examples = examples;
        this.nanos = nanos;
    }

    /** What one layer processed of one example, and where its numbering of positions goes on. */
    private record Passed(LayerOutcome outcome, int nextPosition) {

        Passed longer(int rows) {
            return new Passed(
                    new LayerOutcome(
                            outcome.tokens() + rows,
                            outcome.visualTokens(),
                            outcome.keyValueTokens() + rows,
                            outcome.firstPosition(),
                            nextPosition + rows - 1),
                    nextPosition + rows);
        }
    }

    /** The root. */
    static Trail root(int batch) {
        return new Trail(java.util.Collections.nCopies(batch, List.of()), 0);
    }

    /** Layers have run. */
    Trail ran(DecoderState before, DecoderState after) {
        List<List<Passed>> longer = new ArrayList<>();
        for (int example = 0; example < examples.size(); example++) {
            int[] positions = before.positions(example);
            List<Passed> own = new ArrayList<>(examples.get(example));
            for (int layer = before.layer(); layer < after.layer(); layer++) {
                own.add(new Passed(
                        new LayerOutcome(
                                before.tokens(),
                                before.visualTokens(),
                                after.keyValueTokens(layer),
                                positions[0],
                                positions[positions.length - 1]),
                        before.nextPosition(example)));
            }
            longer.add(own);
        }
        return new Trail(longer, nanos);
    }

    /** Rows were appended behind chosen examples, in all layers that have run. */
    Trail appended(int[] chosen, int rows) {
        return new Trail(
                Arrays.stream(chosen)
                        .mapToObj(example -> examples.get(example).stream()
                                .map(passed -> passed.longer(rows))
                                .toList())
                        .toList(),
                nanos);
    }

    /** Time has passed for a batch of so many. */
    Trail spent(long batchNanos, int batch) {
        return new Trail(examples, nanos + batchNanos / batch);
    }

    /** What the layers processed of an example. */
    List<LayerOutcome> layers(int example) {
        Stream<Passed> passed = examples.get(example).stream();
        return passed.map(Passed::outcome).toList();
    }

    /** An example's share of the time from the root. */
    long nanos() {
        return nanos;
    }
}
