// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import java.util.List;

/** A piece of a template's source. */
sealed interface Segment {

    /**
     * Text that is written as it is.
     *
     * @param text after the rules of white space
     */
    record Text(String text) implements Segment {}

    /**
     * An expression between double braces.
     *
     * @param tokens the expression
     */
    record Output(List<Token> tokens) implements Segment {}

    /**
     * A tag between brace and percent sign.
     *
     * @param tokens its name and what follows
     */
    record Block(List<Token> tokens) implements Segment {

        /** The tag's name. */
        String name() {
            return tokens.isEmpty() ? "" : tokens.get(0).text();
        }
    }
}
