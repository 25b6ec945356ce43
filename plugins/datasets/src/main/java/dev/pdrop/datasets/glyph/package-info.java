// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * Pictures of shapes, boxes with characters and bar charts, made up together with questions about them.
 *
 * <p>In reading order: {@link dev.pdrop.datasets.glyph.GlyphVqaDataset} is what an experiment reads. It takes numbered
 * pictures from {@code Pictures}, made ahead of the reader by {@code ReadAhead}. A picture is a {@code Scene} (made up
 * by {@code SceneComposer}), questions about it ({@code Asker} and the {@code ..Questions} of each family), and an
 * image of it ({@code ScenePainter} on a {@code Canvas}). {@code ShortCuts} says what answerers that do not look get
 * right. {@code SplitMix} is where all chance comes from.
 */
@NullMarked
package dev.pdrop.datasets.glyph;

import org.jspecify.annotations.NullMarked;
