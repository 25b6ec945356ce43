// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import dev.pdrop.backbones.jinja.Token.Kind;
import java.util.List;

/** The tokens of one tag, taken one by one. */
final class TokenStream {

    private static final Token END = new Token(Kind.END, "the end of the tag");

    private final List<Token> tokens;
    private int next;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return peek(0);
    }

    Token peek(int ahead) {
        return next + ahead < tokens.size() ? tokens.get(next + ahead) : END;
    }

    Token take() {
        Token token = peek();
        next++;
        return token;
    }

    boolean atOperator(String text) {
        return peek().is(Kind.OPERATOR, text);
    }

    boolean atName(String text) {
        return peek().is(Kind.NAME, text);
    }

    /** Takes an operator if it is next. */
    boolean takeOperator(String text) {
        boolean found = atOperator(text);
        next += found ? 1 : 0;
        return found;
    }

    /** Takes a keyword if it is next. */
    boolean takeName(String text) {
        boolean found = atName(text);
        next += found ? 1 : 0;
        return found;
    }

    void require(String operator) {
        if (!takeOperator(operator)) {
            throw JinjaException.broken("expected '" + operator + "', found '" + peek().text() + "'");
        }
    }

    String requireName() {
        if (peek().kind() != Kind.NAME) {
            throw JinjaException.broken("expected a name, found '" + peek().text() + "'");
        }
        return take().text();
    }

    void requireEnd() {
        if (peek().kind() != Kind.END) {
            throw JinjaException.broken("expected the end of the tag, found '" + peek().text() + "'");
        }
    }
}
