// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * Question sets and metrics, offered by {@link dev.pdrop.datasets.DatasetsPlugin}.
 *
 * <p>{@link dev.pdrop.datasets.jsonl.JsonlDataset} reads questions from JSON lines and names their images;
 * {@link dev.pdrop.datasets.glyph.GlyphVqaDataset} makes up pictures and questions;
 * {@link dev.pdrop.datasets.metrics.ExactMatch} judges answers.
 */
@NullMarked
package dev.pdrop.datasets;

import org.jspecify.annotations.NullMarked;
