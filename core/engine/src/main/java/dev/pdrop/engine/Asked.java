// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import dev.pdrop.spi.Prompt;

/**
 * A question as a model reads it.
 *
 * @param id of the example
 * @param images what its images are called together: the same for all questions about the same images, and for no
 *     others
 * @param prompt the prompt
 */
public record Asked(String id, String images, Prompt prompt) {}
