/**
 * LLaVA 1.5 and its kin: a CLIP tower, a two-layer projector and a Llama-like decoder.
 *
 * <p>{@link dev.pdrop.backbones.llava.LlavaFamily} reads and opens checkpoints, {@code LlavaBackbone} runs them,
 * {@code LlavaNames} knows how versions of transformers have named the tensors.
 */
@NullMarked
package dev.pdrop.backbones.llava;

import org.jspecify.annotations.NullMarked;
