// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * LLaVA-OneVision: a SigLIP tower over an overview and tiles, and a Qwen2 decoder.
 *
 * <p>{@link dev.pdrop.backbones.llavaonevision.LlavaOnevisionFamily} reads and opens checkpoints,
 * {@code LlavaOnevisionBackbone} runs them; {@link dev.pdrop.backbones.image.TokenLayout} knows which visual token
 * shows what.
 */
@NullMarked
package dev.pdrop.backbones.llavaonevision;

import org.jspecify.annotations.NullMarked;
