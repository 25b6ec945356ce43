// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import dev.pdrop.backbones.jinja.Token.Kind;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** Parses operators, from the loosest to the tightest; what they bind together is {@link OperandParser}'s. */
final class ExpressionParser {

    private static final Map<String, BinaryOperator<Object>> SUMS =
            Map.of("+", Arithmetic::add, "-", Arithmetic::subtract);
    private static final Map<String, BinaryOperator<Object>> JOINS =
            Map.of("~", (left, right) -> Python.text(left) + Python.text(right));
    private static final Map<String, BinaryOperator<Object>> PRODUCTS = Map.of(
            "*", Arithmetic::multiply, "/", Arithmetic::divide, "//", Arithmetic::floorDivide, "%", Arithmetic::modulo);
    private static final Map<String, IntPredicate> ORDERS = Map.of(
            "<", order -> order < 0, "<=", order -> order <= 0, ">", order -> order > 0, ">=", order -> order >= 0);
    private static final Set<String> EQUALITIES = Set.of("==", "!=");

    private final TokenStream tokens;
    private final OperandParser operands;

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
        this.operands = new OperandParser(tokens, this);
    }

    /** An expression with its {@code if}, if it has one. */
    Expression parse() {
        Expression value = disjunction();
        while (tokens.takeName("if")) {
            Expression chosen = value;
            Expression condition = disjunction();
            Expression otherwise = tokens.takeName("else") ? parse() : scope -> new Undefined("else");
            value = scope ->
                    Python.truth(condition.evaluate(scope)) ? chosen.evaluate(scope) : otherwise.evaluate(scope);
        }
        return value;
    }

    /** An expression without {@code if}, as after {@code in} of a loop. */
    Expression disjunction() {
        Expression left = conjunction();
        while (tokens.takeName("or")) {
            Expression first = left;
            Expression second = conjunction();
            left = scope -> {
                Object value = first.evaluate(scope);
                return Python.truth(value) ? value : second.evaluate(scope);
            };
        }
        return left;
    }

    private Expression conjunction() {
        Expression left = negation();
        while (tokens.takeName("and")) {
            Expression first = left;
            Expression second = negation();
            left = scope -> {
                Object value = first.evaluate(scope);
                return Python.truth(value) ? second.evaluate(scope) : value;
            };
        }
        return left;
    }

    private Expression negation() {
        if (tokens.takeName("not")) {
            Expression value = negation();
            return scope -> !Python.truth(value.evaluate(scope));
        }
        return comparison();
    }

    /* a < b < c holds if a < b and b < c. */
    private Expression comparison() {
        Expression left = sum();
        Expression result = left;
        boolean chained = false;
        while (atComparison()) {
            BinaryOperator<Object> operator = comparisonOperator();
            Expression first = left;
            Expression second = sum();
            Expression link = scope -> operator.apply(first.evaluate(scope), second.evaluate(scope));
            Expression before = result;
            result = chained
                    ? scope -> Python.truth(before.evaluate(scope)) ? link.evaluate(scope) : (Object) false
                    : link;
            left = second;
            chained = true;
        }
        return result;
    }

    private boolean atComparison() {
        Token token = tokens.peek();
        boolean operator = token.kind() == Kind.OPERATOR
                && (ORDERS.containsKey(token.text()) || EQUALITIES.contains(token.text()));
        return operator
                || tokens.atName("in")
                || (tokens.atName("not") && tokens.peek(1).is(Kind.NAME, "in"));
    }

    private BinaryOperator<Object> comparisonOperator() {
        String operator = tokens.take().text();
        if (operator.equals("not")) {
            tokens.take();
            return (left, right) -> !Python.contains(right, left);
        }
        return switch (operator) {
            case "in" -> (left, right) -> Python.contains(right, left);
            case "==" -> Python::equal;
            case "!=" -> (left, right) -> !Python.equal(left, right);
            default -> ordering(operator);
        };
    }

    private static BinaryOperator<Object> ordering(String operator) {
        IntPredicate order = ORDERS.getOrDefault(operator, any -> false);
        return (left, right) -> order.test(Arithmetic.compare(left, right));
    }

    private Expression sum() {
        Expression left = join();
        while (at(SUMS)) {
            left = binary(SUMS, left, this::join);
        }
        return left;
    }

    private Expression join() {
        Expression left = product();
        while (at(JOINS)) {
            left = binary(JOINS, left, this::product);
        }
        return left;
    }

    private Expression product() {
        Expression left = power();
        while (at(PRODUCTS)) {
            left = binary(PRODUCTS, left, this::power);
        }
        return left;
    }

    private Expression power() {
        Expression left = operands.parse();
        while (tokens.takeOperator("**")) {
            Expression base = left;
            Expression exponent = operands.parse();
            left = scope -> Arithmetic.power(base.evaluate(scope), exponent.evaluate(scope));
        }
        return left;
    }

    private boolean at(Map<String, BinaryOperator<Object>> operators) {
        return tokens.peek().kind() == Kind.OPERATOR
                && operators.containsKey(tokens.peek().text());
    }

    private Expression binary(
            Map<String, BinaryOperator<Object>> operators, Expression left, Supplier<Expression> rest) {
        BinaryOperator<Object> operator = operators.getOrDefault(tokens.take().text(), (a, b) -> a);
        Expression right = rest.get();
        return scope -> operator.apply(left.evaluate(scope), right.evaluate(scope));
    }
}
