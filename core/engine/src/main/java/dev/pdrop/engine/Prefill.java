// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.VisualFeatures;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A batch of prompts behind the last decoder layer, reduced on the way.
 *
 * <p>Owns its state.
 */
public final class Prefill implements AutoCloseable {

    private final DecoderState state;
    private final List<List<StageOutcome>> stages;
    private final List<List<LayerOutcome>> layers;

    private Prefill(DecoderState state, List<List<StageOutcome>> stages, List<List<LayerOutcome>> layers) {
        this.state = state;
        this.stages = stages;
        this.layers = layers;
    }

    /**
     * Runs prompts through all decoder layers.
     *
     * @param backbone the model
     * @param method how to reduce
     * @param prompts of equal layout
     * @param features hold every image of the prompts
     * @param seeds of the arm
     * @param names of the prompts, by which random numbers are drawn; see {@link Method#names}
     * @throws UnevenSelectionException if a ranker chooses for itself, and not as many of each prompt
     */
    public static Prefill run(
            Backbone backbone,
            Method method,
            List<Prompt> prompts,
            VisualFeatures features,
            Seeds seeds,
            List<String> names) {
        Schedule schedule =
                method.plan(backbone.geometry(), prompts.get(0).layout().visualTokens());
        method.requireSupport(schedule, backbone::supports);
        Reduction reduction = new Reduction(backbone, seeds, names);
        try (Progress progress = new Progress(backbone, backbone.embed(prompts, features))) {
            for (int i = 0; i < schedule.stages().size(); i++) {
                Stage stage = schedule.stages().get(i);
                List<Stage> later =
                        schedule.stages().subList(i + 1, schedule.stages().size());
                progress.advance(layer(stage), needsAt(method, stage, later));
                progress.replace(reduction.apply(stage, method, progress.state));
            }
            progress.advance(backbone.geometry().layers(), Set.of());
            return progress.finish();
        }
    }

    /** The state at the last boundary, borrowed. */
    public DecoderState state() {
        return state;
    }

    /** What the stages did to one example, in order. */
    public List<StageOutcome> stages(int example) {
        return stages.get(example);
    }

    /** What each decoder layer processed of one example. */
    public List<LayerOutcome> layers(int example) {
        return layers.get(example);
    }

    @Override
    public void close() {
        state.close();
    }

    private static int layer(Stage stage) {
        return ((Point.DecoderLayer) stage.point()).layer();
    }

    /**
     * What must have been captured when a stage acts: its own needs, and what later stages need of layers that have run
     * by then. What they need of the layer behind this stage is captured when that layer runs, on the rows that are
     * left.
     */
    private static Set<Capture> needsAt(Method method, Stage stage, List<Stage> later) {
        Set<Capture> needs = new LinkedHashSet<>(method.needs(List.of(stage)));
        for (Capture need : method.needs(later)) {
            if (need.point().compareTo(stage.point()) < 0) {
                needs.add(need);
            }
        }
        return needs;
    }

    /** The state on its way down, with what has been seen; closes what it holds if the way ends early. */
    private static final class Progress implements AutoCloseable {
        private final Backbone backbone;
        private final List<List<StageOutcome>> stages = new ArrayList<>();
        private final List<List<LayerOutcome>> layers = new ArrayList<>();
        private DecoderState state;
        private boolean finished;

        Progress(Backbone backbone, DecoderState state) {
            this.backbone = backbone;
            this.state = state;
            for (int example = 0; example < state.batch(); example++) {
                stages.add(new ArrayList<>());
                layers.add(new ArrayList<>());
            }
        }

        void advance(int layer, Set<Capture> captures) {
            DecoderState before = state;
            DecoderState after = backbone.advance(before, layer, captures);
            for (int example = 0; example < before.batch(); example++) {
                int[] positions = before.positions(example);
                for (int ran = before.layer(); ran < layer; ran++) {
                    layers.get(example)
                            .add(new LayerOutcome(
                                    before.tokens(),
                                    before.visualTokens(),
                                    after.keyValueTokens(ran),
                                    positions[0],
                                    positions[positions.length - 1]));
                }
            }
            replace(after);
        }

        void replace(Reduction.Reduced reduced) {
            for (int example = 0; example < stages.size(); example++) {
                stages.get(example).add(reduced.outcomes().get(example));
            }
            replace(reduced.state());
        }

        private void replace(DecoderState next) {
            state.close();
            state = next;
        }

        Prefill finish() {
            finished = true;
            return new Prefill(
                    state,
                    stages.stream().map(List::copyOf).toList(),
                    layers.stream().map(List::copyOf).toList());
        }

        @Override
        public void close() {
            if (!finished) {
                state.close();
            }
        }
    }
}
