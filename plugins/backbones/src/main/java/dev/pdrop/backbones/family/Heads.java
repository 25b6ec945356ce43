// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.family;

import java.util.function.IntUnaryOperator;

/**
 * How a decoder's width is shared by its attention heads.
 *
 * @param width of a row
 * @param count of query heads
 * @param keyValueCount of key and value heads, a divisor of {@code count}
 * @param size width of one head, even
 */
record Heads(int width, int count, int keyValueCount, int size) {

    /**
     * Reads it; a width of 4096 and 32 heads where the keys are missing, as transformers has it.
     *
     * @param keyValueCount key and value heads where the key is missing, by the number of query heads
     * @throws dev.pdrop.spi.InvalidModelException if the numbers do not divide each other
     */
    static Heads read(Settings text, IntUnaryOperator keyValueCount) {
        return read(text, 4096, 32, keyValueCount);
    }

    /**
     * Reads it.
     *
     * @param usualWidth the width where the key is missing
     * @param usualCount query heads where the key is missing
     * @param keyValueCount key and value heads where the key is missing, by the number of query heads
     * @throws dev.pdrop.spi.InvalidModelException if the numbers do not divide each other
     */
    static Heads read(Settings text, int usualWidth, int usualCount, IntUnaryOperator keyValueCount) {
        int width = text.size("hidden_size", usualWidth);
        int count = text.size("num_attention_heads", usualCount);
        int keys = text.size("num_key_value_heads", keyValueCount.applyAsInt(count));
        if (!text.has("head_dim") && width % count != 0) {
            throw text.wrong("hidden_size", "a multiple of num_attention_heads, " + count + ",");
        }
        if (count % keys != 0) {
            throw text.wrong("num_key_value_heads", "a divisor of num_attention_heads, " + count + ",");
        }
        int size = text.size("head_dim", width / count);
        if (size % 2 != 0) {
            throw text.wrong("head_dim", "an even number");
        }
        return new Heads(width, count, keys, size);
    }
}
