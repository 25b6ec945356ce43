// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.List;

/**
 * The shape of a prompt; prompts of equal layout can form a batch without padding.
 *
 * @param length rows
 * @param spans runs of visual tokens, ascending, not overlapping
 */
public record Layout(int length, List<ImageSpan> spans) {

    /** Checks that the spans are ascending and inside. */
    public Layout {
        spans = List.copyOf(spans);
        int end = 0;
        for (ImageSpan span : spans) {
            if (span.start() < end || span.end() > length) {
                throw new IllegalArgumentException("spans must ascend inside " + length + " rows, were " + spans);
            }
            end = span.end();
        }
    }

    /** N: the number of visual tokens. */
    public int visualTokens() {
        return spans.stream().mapToInt(ImageSpan::length).sum();
    }

    /** The row of each visual token, by visual index. */
    public int[] visualRows() {
        return spans.stream()
                .flatMapToInt(span -> java.util.stream.IntStream.range(span.start(), span.end()))
                .toArray();
    }
}
