// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * Qwen2-VL and Qwen2.5-VL: pictures at their own size, squares of patches merged into visual tokens, and a Qwen2
 * decoder whose positions have three axes.
 *
 * <p>{@link dev.pdrop.backbones.qwenvl.QwenVlFamily} reads and opens checkpoints, {@code QwenVlBackbone} runs them,
 * {@code QwenTower} is the tower, {@code WindowOrder} knows its windows.
 * {@link dev.pdrop.backbones.image.PatchProcessor} cuts pictures into patches. The three axes are the decoder's.
 */
@NullMarked
package dev.pdrop.backbones.qwenvl;

import org.jspecify.annotations.NullMarked;
