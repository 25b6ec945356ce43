// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

/**
 * What one decoder layer processed of one example during prefill: audited, not planned.
 *
 * @param tokens rows that entered the layer
 * @param visualTokens visual tokens among them
 * @param keyValueTokens keys that the layer cached
 * @param firstPosition position id of the first row
 * @param lastPosition position id of the last row
 */
public record LayerOutcome(int tokens, int visualTokens, int keyValueTokens, int firstPosition, int lastPosition) {}
