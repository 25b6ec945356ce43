/**
 * Vision-language models on DJL PyTorch, read from Hugging Face folders.
 *
 * <p>{@link dev.pdrop.backbones.BackbonesPlugin} offers one backbone, {@code hugging-face}, which finds the family of a
 * checkpoint by itself: {@link dev.pdrop.backbones.HuggingFaceBackboneFactory} lists the families. The module's README
 * says how to add one.
 */
@NullMarked
package dev.pdrop.backbones;

import org.jspecify.annotations.NullMarked;
