// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/** Question sets as JSON lines beside a folder of images: {@link dev.pdrop.datasets.jsonl.JsonlDataset}. */
@NullMarked
package dev.pdrop.datasets.jsonl;

import org.jspecify.annotations.NullMarked;
