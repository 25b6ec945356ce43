// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * From a conversation to token ids, and from token ids to text, as a checkpoint's own tokenizer does it.
 *
 * <p><b>In reading order.</b> {@link dev.pdrop.backbones.text.PromptWriter} is what backbones call. It lets a
 * {@code Template} turn the turns into one text, {@code Tokens} (Hugging Face's tokenizers, reading the checkpoint's
 * {@code tokenizer.json}) turn the text into ids, and puts the visual tokens where the text has an image.
 */
@NullMarked
package dev.pdrop.backbones.text;

import org.jspecify.annotations.NullMarked;
