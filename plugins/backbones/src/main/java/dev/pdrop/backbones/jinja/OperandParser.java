// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import dev.pdrop.backbones.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parses what operators bind together: literals, names, brackets, and what is hung on them. */
final class OperandParser {

    private static final Set<String> KEYWORDS = Set.of("and", "or", "not", "if", "else", "in", "is");

    private final TokenStream tokens;
    private final ExpressionParser expressions;

    OperandParser(TokenStream tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    /** An operand with its sign, attributes, calls, filters and tests. */
    Expression parse() {
        return filtered(unary());
    }

    private Expression unary() {
        if (tokens.takeOperator("-")) {
            Expression value = unary();
            return scope -> Arithmetic.negate(value.evaluate(scope));
        }
        if (tokens.takeOperator("+")) {
            return unary();
        }
        return postfixed(primary());
    }

    private Expression primary() {
        Token token = tokens.take();
        return switch (token.kind()) {
            case NAME -> name(token.text());
            case STRING -> string(token.text());
            case INTEGER -> constant(Long.valueOf(token.text()));
            case FLOAT -> constant(Double.valueOf(token.text()));
            case OPERATOR -> bracket(token.text());
            case END -> throw unexpected(token);
        };
    }

    private static Expression constant(Object value) {
        return scope -> value;
    }

    private static JinjaException unexpected(Token token) {
        return JinjaException.broken("expected a value, found '" + token.text() + "'");
    }

    private static Expression name(String name) {
        return switch (name) {
            case "true", "True" -> constant(true);
            case "false", "False" -> constant(false);
            case "none", "None" -> constant(None.NONE);
            default -> scope -> scope.find(name);
        };
    }

    /* Literals side by side are one. */
    private Expression string(String first) {
        StringBuilder text = new StringBuilder(first);
        while (tokens.peek().kind() == Kind.STRING) {
            text.append(tokens.take().text());
        }
        return constant(text.toString());
    }

    private Expression bracket(String open) {
        return switch (open) {
            case "(" -> parenthesis();
            case "[" -> list(listed("]"));
            case "{" -> map();
            default -> throw unexpected(new Token(Kind.OPERATOR, open));
        };
    }

    /* A value in parentheses, or a tuple, which counts as a list. */
    private Expression parenthesis() {
        if (tokens.takeOperator(")")) {
            return constant(List.of());
        }
        Expression first = expressions.parse();
        if (tokens.takeOperator(")")) {
            return first;
        }
        tokens.require(",");
        List<Expression> all = new ArrayList<>(List.of(first));
        all.addAll(listed(")"));
        return list(all);
    }

    private static Expression list(List<Expression> items) {
        return scope -> items.stream().map(item -> item.evaluate(scope)).toList();
    }

    private List<Expression> listed(String close) {
        List<Expression> items = new ArrayList<>();
        while (!tokens.takeOperator(close)) {
            items.add(expressions.parse());
            if (!tokens.atOperator(close)) {
                tokens.require(",");
            }
        }
        return items;
    }

    private Expression map() {
        Map<Expression, Expression> entries = new LinkedHashMap<>();
        while (!tokens.takeOperator("}")) {
            Expression key = expressions.parse();
            tokens.require(":");
            entries.put(key, expressions.parse());
            if (!tokens.atOperator("}")) {
                tokens.require(",");
            }
        }
        return scope -> {
            Map<Object, Object> map = new LinkedHashMap<>();
            entries.forEach((key, value) -> map.put(key.evaluate(scope), value.evaluate(scope)));
            return map;
        };
    }

    private Expression postfixed(Expression operand) {
        Expression value = operand;
        while (true) {
            if (tokens.takeOperator(".")) {
                value = attribute(value, tokens.take());
            } else if (tokens.takeOperator("[")) {
                value = subscript(value);
            } else if (tokens.takeOperator("(")) {
                value = call(value);
            } else {
                return value;
            }
        }
    }

    private static Expression attribute(Expression value, Token name) {
        if (name.kind() == Kind.INTEGER) {
            Long index = Long.valueOf(name.text());
            return scope -> Access.item(value.evaluate(scope), index);
        }
        if (name.kind() != Kind.NAME) {
            throw JinjaException.broken("expected a name after '.', found '" + name.text() + "'");
        }
        return scope -> Access.attribute(value.evaluate(scope), name.text());
    }

    private Expression subscript(Expression value) {
        Expression start = bound();
        if (tokens.takeOperator("]")) {
            return scope -> Access.item(value.evaluate(scope), start.evaluate(scope));
        }
        tokens.require(":");
        Expression stop = bound();
        Expression step = tokens.takeOperator(":") ? bound() : constant(None.NONE);
        tokens.require("]");
        return scope ->
                Access.slice(value.evaluate(scope), start.evaluate(scope), stop.evaluate(scope), step.evaluate(scope));
    }

    private Expression bound() {
        return tokens.atOperator(":") || tokens.atOperator("]") ? constant(None.NONE) : expressions.parse();
    }

    private Expression call(Expression function) {
        ArgumentsExpression arguments = arguments();
        return scope -> {
            Object called = function.evaluate(scope);
            if (called instanceof Callable callable) {
                return callable.call(arguments.evaluate(scope));
            }
            throw called instanceof Undefined undefined
                    ? undefined.error()
                    : JinjaException.broken(Python.representation(called) + " is no function");
        };
    }

    /** Arguments after their opening parenthesis. */
    private ArgumentsExpression arguments() {
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!tokens.takeOperator(")")) {
            if (tokens.peek().kind() == Kind.NAME && tokens.peek(1).is(Kind.OPERATOR, "=")) {
                String name = tokens.take().text();
                tokens.require("=");
                named.put(name, expressions.parse());
            } else {
                positional.add(expressions.parse());
            }
            if (!tokens.atOperator(")")) {
                tokens.require(",");
            }
        }
        return new ArgumentsExpression(positional, named);
    }

    /** A value with the filters and tests that follow it. */
    private Expression filtered(Expression operand) {
        Expression value = operand;
        while (true) {
            if (tokens.takeOperator("|")) {
                value = filter(value);
            } else if (tokens.takeName("is")) {
                value = test(value);
            } else {
                return value;
            }
        }
    }

    /** A filter after its bar. */
    Expression filter(Expression value) {
        String name = tokens.requireName();
        ArgumentsExpression arguments = tokens.takeOperator("(") ? arguments() : ArgumentsExpression.NONE;
        return scope -> Filters.apply(name, value.evaluate(scope), arguments.evaluate(scope));
    }

    private Expression test(Expression value) {
        boolean expected = !tokens.takeName("not");
        String name = tokens.requireName();
        ArgumentsExpression arguments = testArguments();
        return scope -> Tests.passes(name, value.evaluate(scope), arguments.evaluate(scope)) == expected;
    }

    /* A test takes its one argument with or without parentheses. */
    private ArgumentsExpression testArguments() {
        if (tokens.takeOperator("(")) {
            return arguments();
        }
        Token next = tokens.peek();
        boolean operand = switch (next.kind()) {
            case NAME -> !KEYWORDS.contains(next.text());
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> next.text().equals("[") || next.text().equals("{");
            case END -> false;
        };
        return operand ? new ArgumentsExpression(List.of(postfixed(primary())), Map.of()) : ArgumentsExpression.NONE;
    }
}
