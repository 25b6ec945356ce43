// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * LLaVA-NeXT (LLaVA 1.6): the parts of LLaVA 1.5, and images cut into tiles.
 *
 * <p>{@link dev.pdrop.backbones.llavanext.LlavaNextFamily} reads and opens checkpoints, {@code LlavaNextBackbone} runs
 * them. {@link dev.pdrop.backbones.image.TokenLayout} knows which visual token shows what.
 */
@NullMarked
package dev.pdrop.backbones.llavanext;

import org.jspecify.annotations.NullMarked;
