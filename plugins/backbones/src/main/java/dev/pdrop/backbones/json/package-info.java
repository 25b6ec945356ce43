// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * Reading a checkpoint's JSON files so that what is wrong is named by file, key and value.
 *
 * <p>{@link dev.pdrop.backbones.json.JsonFile} is the one type: an object in a file, with typed look-ups. A key whose
 * value is {@code null} counts as absent everywhere, as it does to transformers.
 */
@NullMarked
package dev.pdrop.backbones.json;

import org.jspecify.annotations.NullMarked;
