// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import dev.pdrop.engine.LayerOutcome;
import dev.pdrop.engine.Prefill;
import dev.pdrop.engine.StageOutcome;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Compares what drops have done to a sequence with what was recorded. */
final class DropComparison {

    private final ParityCase parity;
    private final Comparison comparison;

    DropComparison(ParityCase parity, Comparison comparison) {
        this.parity = parity;
        this.comparison = comparison;
    }

    /** What was kept, and by which scores. */
    void stages(List<OfficialMethod.Drop> drops, List<StageOutcome> stages) throws IOException {
        comparison.equal("indices", "number of stages", drops.size(), stages.size());
        for (int i = 0; i < Math.min(drops.size(), stages.size()); i++) {
            OfficialMethod.Drop drop = drops.get(i);
            String what = "stage before layer " + drop.layer();
            comparison.equal("indices", what, drop.kept(), boxed(stages.get(i).kept()));
            comparison.close(
                    "scores",
                    what + ", scores",
                    parity.outputs().floats(drop.scores()),
                    stages.get(i).scores(),
                    Double.POSITIVE_INFINITY,
                    parity.tolerance("scores_rtol").orElse(1e-3));
        }
    }

    /** How many rows each layer had. */
    void lengths(List<LayerOutcome> layers) {
        List<Integer> lengths = layers.stream().map(LayerOutcome::tokens).toList();
        if (parity.has("sequence_length_per_layer")) {
            comparison.equal("lengths", "lengths", parity.integers("sequence_length_per_layer"), lengths);
        } else {
            comparison.equal("lengths", "lengths", List.of(parity.integer("prompt_length")), distinct(lengths));
        }
        comparison.equal(
                "lengths",
                "cached keys",
                parity.has("cache_length_per_layer_after_prefill")
                        ? parity.integers("cache_length_per_layer_after_prefill")
                        : lengths,
                layers.stream().map(LayerOutcome::keyValueTokens).toList());
    }

    /** Which positions rows had. */
    void positions(List<OfficialMethod.Drop> drops, Prefill prefill) {
        List<LayerOutcome> layers = prefill.layers(0);
        for (OfficialMethod.Drop drop : drops) {
            drop.positions().ifPresent(positions -> compareEnds(layers.get(drop.layer()), drop.layer(), positions));
        }
        if (!drops.isEmpty()) {
            drops.get(drops.size() - 1)
                    .positions()
                    .ifPresent(positions -> comparison.equal(
                            "positions",
                            "positions in the last layer",
                            positions,
                            boxed(prefill.state().positions(0))));
        }
        for (String key : List.of("first_position_ids_per_layer", "first_last_position_per_layer")) {
            if (parity.has(key)) {
                List<List<Integer>> recorded = parity.lists(key);
                for (int layer = 0; layer < recorded.size(); layer++) {
                    compareEnds(layers.get(layer), layer, recorded.get(layer).subList(0, 2));
                }
            }
        }
    }

    private void compareEnds(LayerOutcome found, int layer, List<Integer> positions) {
        comparison.equal(
                "positions",
                "first and last position in layer " + layer,
                List.of(positions.get(0), positions.get(positions.size() - 1)),
                List.of(found.firstPosition(), found.lastPosition()));
    }

    private static List<Integer> boxed(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static List<Integer> distinct(List<Integer> values) {
        return values.stream().distinct().toList();
    }
}
