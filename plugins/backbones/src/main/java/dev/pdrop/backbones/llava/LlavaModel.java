// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import dev.pdrop.backbones.decoder.Decoder;
import dev.pdrop.backbones.vision.ClipTower;
import dev.pdrop.backbones.vision.Projector;

/** The three networks of a LLaVA model; borrows their weights. */
final class LlavaModel {

    private final ClipTower tower;
    private final Projector projector;
    private final Decoder decoder;

    LlavaModel(ClipTower tower, Projector projector, Decoder decoder) {
        this.tower = tower;
        this.projector = projector;
        this.decoder = decoder;
    }

    ClipTower tower() {
        return tower;
    }

    Projector projector() {
        return projector;
    }

    Decoder decoder() {
        return decoder;
    }
}
