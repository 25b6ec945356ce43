// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.smolvlm;

import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.spi.Backbone;
import dev.pdrop.testing.BackboneContract;
import java.nio.file.Path;
import java.util.List;

/** A checkpoint whose images come in runs that do not touch keeps every promise of a backbone. */
final class SmolVlmContractTest implements BackboneContract {

    @Override
    public Backbone open() {
        Path model = Path.of("../methods/src/test/resources/parity/models/smolvlm");
        return new HuggingFaceBackboneFactory()
                .create(new HuggingFaceBackboneFactory.Config(model, "cpu", NumberFormat.FLOAT32, "plain"));
    }

    @Override
    public List<String> questions() {
        return List.of("x y z q", "y z x q", "z x y q");
    }
}
