/**
 * Vision towers and the projector that turns their rows into visual tokens.
 *
 * <p>{@link dev.pdrop.backbones.vision.ClipConfig} describes a CLIP vision transformer,
 * {@link dev.pdrop.backbones.vision.ClipTower} runs one; {@link dev.pdrop.backbones.vision.Projector} is the two-layer
 * network behind it.
 */
@NullMarked
package dev.pdrop.backbones.vision;

import org.jspecify.annotations.NullMarked;
