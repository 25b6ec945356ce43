// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.api;

/**
 * A drawing.
 *
 * @param content SVG, complete in itself
 * @param text what it shows, for a terminal
 */
record Drawing(String content, String text) implements Shown {

    @Override
    public String mimeType() {
        return "image/svg+xml";
    }

    @Override
    public String toString() {
        return text;
    }
}
