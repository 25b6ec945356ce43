// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.api;

/**
 * A piece of HTML.
 *
 * @param content complete in itself, everything from outside escaped
 * @param text the same for a terminal
 */
record View(String content, String text) implements Shown {

    @Override
    public String toString() {
        return text;
    }
}
