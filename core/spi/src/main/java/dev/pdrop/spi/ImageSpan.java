// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/**
 * A run of visual tokens in a prompt.
 *
 * @param image index of the image in the prompt
 * @param start first row of the run
 * @param length number of rows
 */
public record ImageSpan(int image, int start, int length) {

    /** Checks the bounds. */
    public ImageSpan {
        if (image < 0 || start < 0 || length < 1) {
            throw new IllegalArgumentException(
                    "not a span: image " + image + ", start " + start + ", length " + length);
        }
    }

    /** The row after the last one. */
    public int end() {
        return start + length;
    }
}
