// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.spi.Example;
import dev.pdrop.spi.Prompt;

/**
 * An example as the model reads it.
 *
 * @param example the question
 * @param prompt its prompt
 * @param input hash of prompt ids and pixels
 */
record Asked(Example example, Prompt prompt, String input) {}
