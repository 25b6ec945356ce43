// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.qwenvl;

import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.HuggingFaceBackboneFactory.Config;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.backbones.weights.WeightPlace;
import dev.pdrop.spi.Backbone;
import java.nio.file.Path;

/** A checkpoint in bfloat16 whose matrices stay in their file keeps every promise of a backbone. */
final class MappedQwen2VlContractTest implements QwenVlContract {

    @Override
    public Backbone open() {
        Path folder = Path.of("../methods/src/test/resources/parity/models/qwen2_vl");
        return new HuggingFaceBackboneFactory()
                .create(new Config(folder, "cpu", NumberFormat.FLOAT32, WeightPlace.MAPPED, "plain"));
    }
}
