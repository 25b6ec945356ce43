// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.TrainableBackbone;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The checkpoints of the cases, each opened once. */
final class Checkpoints implements AutoCloseable {

    private final HuggingFaceBackboneFactory factory = new HuggingFaceBackboneFactory();
    private final Map<Path, Backbone> open = new TreeMap<>();
    private final String device;

    /** On a device, as a configuration names it. */
    Checkpoints(String device) {
        this.device = device;
    }

    /** The opened checkpoint, borrowed. */
    Backbone backbone(Path model) {
        return open.computeIfAbsent(model, folder -> factory.create(config(folder)));
    }

    /** The checkpoint opened for one lesson; the caller closes it. */
    TrainableBackbone trainable(Path model) {
        return factory.createTrainable(config(model));
    }

    @Override
    public void close() {
        open.values().forEach(Backbone::close);
    }

    private HuggingFaceBackboneFactory.Config config(Path model) {
        return new HuggingFaceBackboneFactory.Config(model, device, NumberFormat.FLOAT32, "plain");
    }
}
