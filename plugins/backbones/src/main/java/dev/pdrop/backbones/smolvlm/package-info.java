// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * SmolVLM and Idefics 3: a SigLIP tower over tiles, patches shuffled together, and a Llama-like decoder that reads
 * between the tiles which row and column they are.
 *
 * <p>{@link dev.pdrop.backbones.smolvlm.SmolVlmFamily} reads and opens checkpoints, {@code SmolVlmBackbone} runs them,
 * {@code TileText} spells an image.
 */
@NullMarked
package dev.pdrop.backbones.smolvlm;

import org.jspecify.annotations.NullMarked;
