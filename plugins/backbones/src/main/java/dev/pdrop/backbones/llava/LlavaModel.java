// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import dev.pdrop.backbones.decoder.Decoder;
import dev.pdrop.backbones.decoder.DecoderWeights;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.training.Weight;
import dev.pdrop.backbones.vision.ClipTower;
import dev.pdrop.backbones.vision.Projector;
import dev.pdrop.backbones.weights.WeightLoader;
import dev.pdrop.spi.InvalidModelException;
import dev.pdrop.spi.Parameter.Part;
import java.util.ArrayList;
import java.util.List;

/** The three networks of a LLaVA model; borrows their weights. */
public final class LlavaModel {

    private final ClipTower tower;
    private final Projector projector;
    private final DecoderWeights decoderWeights;
    private final Decoder decoder;

    LlavaModel(ClipTower tower, Projector projector, DecoderWeights decoderWeights, Decoder decoder) {
        this.tower = tower;
        this.projector = projector;
        this.decoderWeights = decoderWeights;
        this.decoder = decoder;
    }

    /**
     * Loads the three networks and seals the weights.
     *
     * @throws InvalidModelException if a tensor is missing, of another shape, or one too many
     */
    public static LlavaModel load(WeightLoader loader, Kernels kernels, LlavaConfig config) {
        LlavaNames names = LlavaNames.of(loader.checkpoint());
        DecoderWeights.requireNoMoreLayers(loader.checkpoint(), config.decoder(), names.decoder());
        ClipTower tower = ClipTower.load(loader, kernels, config.vision(), names.tower());
        Projector projector = Projector.load(
                loader,
                kernels,
                names.projector(),
                config.vision().hiddenSize(),
                config.decoder().hiddenSize(),
                config.projectorBias());
        DecoderWeights weights = DecoderWeights.load(loader, kernels, config.decoder(), names.decoder(), names.head());
        kernels.sealWeights();
        return new LlavaModel(tower, projector, weights, new Decoder(kernels, config.decoder(), weights));
    }

    /** Everything that can be learnt, in an order that never changes. */
    List<Weight> weights() {
        List<Weight> weights = new ArrayList<>();
        tower.named().forEach((name, tensor) -> weights.add(weight("tower." + name, Part.TOWER, tensor)));
        projector.named().forEach((name, tensor) -> weights.add(weight("projector." + name, Part.PROJECTOR, tensor)));
        decoderWeights.named().forEach((name, tensor) -> {
            Part part = name.equals(DecoderWeights.EMBEDDINGS) ? Part.EMBEDDINGS : Part.DECODER;
            weights.add(weight("decoder." + name, part, tensor));
        });
        return List.copyOf(weights);
    }

    private static Weight weight(String name, Part part, Tensor tensor) {
        boolean matrix = tensor.array().getShape().dimension() > 1;
        boolean table = part == Part.EMBEDDINGS || name.equals("tower." + ClipTower.POSITIONS);
        return new Weight(name, part, matrix && !table, tensor);
    }

    /** Not to be closed. */
    public ClipTower tower() {
        return tower;
    }

    /** Not to be closed. */
    public Projector projector() {
        return projector;
    }

    /** Not to be closed. */
    public Decoder decoder() {
        return decoder;
    }
}
