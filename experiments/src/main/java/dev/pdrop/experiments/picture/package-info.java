// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * Draws what becomes of the visual tokens of an image: the same drawings for reports, {@code pdrop show} and programs.
 *
 * <p><b>In reading order.</b> {@link dev.pdrop.experiments.picture.ShownAnswer} asks a model with and without a method.
 * An {@link dev.pdrop.experiments.picture.ImageView} says which part of an image each visual token stands for, a
 * {@link dev.pdrop.experiments.picture.StageView} what a stage did to it, and a
 * {@link dev.pdrop.experiments.picture.TokenPicture} holds both. A {@link dev.pdrop.experiments.picture.Drawing} is one
 * of its pictures, as SVG or on a canvas; a {@link dev.pdrop.experiments.picture.Sheet} all of them with words, as SVG
 * or as pixels.
 */
@NullMarked
package dev.pdrop.experiments.picture;

import org.jspecify.annotations.NullMarked;
