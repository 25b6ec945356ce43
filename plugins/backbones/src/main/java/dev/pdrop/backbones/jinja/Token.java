// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

/**
 * A word of an expression.
 *
 * @param kind what it is
 * @param text a name or operator as written, a string without quotes and escapes
 */
record Token(Kind kind, String text) {

    /** What a token is. */
    enum Kind {
        /** A name or keyword. */
        NAME,
        /** A string literal. */
        STRING,
        /** An integer. */
        INTEGER,
        /** A number with a fraction or an exponent. */
        FLOAT,
        /** An operator or bracket. */
        OPERATOR,
        /** After the last one. */
        END
    }

    boolean is(Kind kind, String text) {
        return this.kind == kind && this.text.equals(text);
    }
}
