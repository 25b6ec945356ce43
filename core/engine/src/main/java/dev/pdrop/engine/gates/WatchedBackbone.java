// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.ForwardingBackbone;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.VisualFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** A backbone that does what another one does and remembers every step. Mutable; used by one thread. */
final class WatchedBackbone extends ForwardingBackbone {

    private final Backbone watched;
    private final List<Step> steps = new ArrayList<>();

    /** Watches a backbone, which is borrowed. */
    WatchedBackbone(Backbone watched) {
        super(watched);
        this.watched = watched;
    }

    /** What happened so far, in order. */
    List<Step> steps() {
        return List.copyOf(steps);
    }

    @Override
    public DecoderState embed(List<Prompt> batch, VisualFeatures features) {
        DecoderState after = watched.embed(batch, features);
        steps.add(new Step.Embedded(List.copyOf(batch), Sight.of(after)));
        return after;
    }

    @Override
    public DecoderState advance(DecoderState state, int layer, Set<Capture> captures) {
        Sight before = Sight.of(state);
        DecoderState after = watched.advance(state, layer, captures);
        steps.add(new Step.Advanced(before, Sight.of(after)));
        return after;
    }

    @Override
    public DecoderState append(DecoderState state, int[] examples, List<int[]> tokens) {
        Sight before = Sight.of(state);
        DecoderState after = watched.append(state, examples, tokens);
        steps.add(new Step.Appended(before, tokens.get(0).length, Sight.of(after)));
        return after;
    }

    @Override
    public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
        Sight before = Sight.of(state);
        DecoderState after = watched.retain(state, kept, positions);
        int[] changed = new RowComparison(watched).changed(state, kept, after);
        steps.add(new Step.Dropped(
                before, kept, Sight.of(after), IntStream.of(changed).boxed().toList()));
        return after;
    }

    /** Leaves the watched one open, which is borrowed. */
    @Override
    public void close() {}
}
