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

    private static HuggingFaceBackboneFactory.Config config(Path model) {
        return new HuggingFaceBackboneFactory.Config(model, "cpu", NumberFormat.FLOAT32, "plain");
    }
}
