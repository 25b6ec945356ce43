// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones;

import dev.pdrop.backbones.starter.LlavaStarter;
import dev.pdrop.spi.BackboneFactory;
import dev.pdrop.spi.ModelStarterFactory;
import dev.pdrop.spi.Plugin;
import java.util.List;

/** The backbones, and the ways to begin a new one, that come with the toolkit. */
public final class BackbonesPlugin implements Plugin {

    /** For {@link java.util.ServiceLoader}. */
    public BackbonesPlugin() {}

    @Override
    public List<BackboneFactory<?>> backbones() {
        return List.of(new HuggingFaceBackboneFactory());
    }

    @Override
    public List<ModelStarterFactory<?>> modelStarters() {
        return List.of(new LlavaStarter.Factory());
    }
}
