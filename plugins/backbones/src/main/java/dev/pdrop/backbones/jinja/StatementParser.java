// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import dev.pdrop.backbones.jinja.Segment.Block;
import dev.pdrop.backbones.jinja.Segment.Output;
import dev.pdrop.backbones.jinja.Segment.Text;
import dev.pdrop.backbones.jinja.Statement.Flow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parses a template's segments into statements. */
final class StatementParser {

    private final List<Segment> segments;
    private int next;

    private StatementParser(List<Segment> segments) {
        this.segments = segments;
    }

    static Statement parse(String source) {
        StatementParser parser = new StatementParser(Scanner.scan(source));
        return parser.body(Set.of());
    }

    /**
     * Statements up to a block with one of these names, which is left; up to the end of the template if there are none.
     */
    private Statement body(Set<String> ends) {
        List<Statement> statements = new ArrayList<>();
        while (next < segments.size()) {
            if (segments.get(next) instanceof Block block && ends.contains(block.name())) {
                return sequence(statements);
            }
            statements.add(statement(segments.get(next++)));
        }
        if (!ends.isEmpty()) {
            throw JinjaException.broken("expected one of the tags " + ends + ", found the end of the template");
        }
        return sequence(statements);
    }

    private static Statement sequence(List<Statement> statements) {
        return (scope, out) -> {
            for (Statement statement : statements) {
                Flow flow = statement.render(scope, out);
                if (flow != Flow.ON) {
                    return flow;
                }
            }
            return Flow.ON;
        };
    }

    private Statement statement(Segment segment) {
        if (segment instanceof Text text) {
            return writing(scope -> text.text());
        }
        if (segment instanceof Output output) {
            TokenStream tokens = new TokenStream(output.tokens());
            Expression value = new ExpressionParser(tokens).parse();
            tokens.requireEnd();
            return writing(value);
        }
        Block block = (Block) segment;
        TokenStream tokens = new TokenStream(block.tokens());
        String tag = tokens.requireName();
        Statement statement = tagged(tag, tokens);
        tokens.requireEnd();
        return statement;
    }

    private static Statement writing(Expression value) {
        return (scope, out) -> {
            out.append(Python.text(value.evaluate(scope)));
            return Flow.ON;
        };
    }

    private Statement tagged(String tag, TokenStream tokens) {
        return switch (tag) {
            case "if" -> condition(tokens);
            case "for" -> loop(tokens);
            case "set" -> assignment(tokens);
            case "macro" -> macro(tokens);
            case "with" -> with(tokens);
            case "filter" -> filter(tokens);
            case "generation" -> scoped(enclosed("endgeneration"));
            case "break" -> (scope, out) -> Flow.BREAK;
            case "continue" -> (scope, out) -> Flow.CONTINUE;
            default -> throw JinjaException.broken("the tag '" + tag + "' is not supported");
        };
    }

    /** The body up to a closing tag, which is taken. */
    private Statement enclosed(String end) {
        Statement body = body(Set.of(end));
        next++;
        return body;
    }

    private static Statement scoped(Statement body) {
        return (scope, out) -> body.render(scope.inner(), out);
    }

    private Statement condition(TokenStream tokens) {
        Expression test = new ExpressionParser(tokens).parse();
        Statement then = body(Set.of("elif", "else", "endif"));
        TokenStream end = new TokenStream(((Block) segments.get(next++)).tokens());
        Statement otherwise = switch (end.requireName()) {
            case "elif" -> condition(end);
            case "else" -> enclosed("endif");
            default -> sequence(List.of());
        };
        return (scope, out) ->
                Python.truth(test.evaluate(scope)) ? then.render(scope, out) : otherwise.render(scope, out);
    }

    private Statement loop(TokenStream tokens) {
        List<String> targets = names(tokens);
        if (!tokens.takeName("in")) {
            throw JinjaException.broken(
                    "expected 'in' in a loop, found '" + tokens.peek().text() + "'");
        }
        Expression items = new ExpressionParser(tokens).disjunction();
        Expression test = tokens.takeName("if") ? new ExpressionParser(tokens).parse() : scope -> true;
        Statement body = body(Set.of("else", "endfor"));
        boolean otherwise = ((Block) segments.get(next++)).name().equals("else");
        return new Loop(targets, items, test, body, otherwise ? enclosed("endfor") : sequence(List.of()));
    }

    private static List<String> names(TokenStream tokens) {
        boolean bracket = tokens.takeOperator("(");
        List<String> names = new ArrayList<>(List.of(tokens.requireName()));
        while (tokens.takeOperator(",")) {
            names.add(tokens.requireName());
        }
        if (bracket) {
            tokens.require(")");
        }
        return names;
    }

    private Statement assignment(TokenStream tokens) {
        Target target = Target.parse(tokens);
        if (tokens.takeOperator("=")) {
            Expression value = tupleOrValue(tokens);
            return (scope, out) -> {
                target.assign(scope, value.evaluate(scope));
                return Flow.ON;
            };
        }
        String captured = " captured";
        Expression value = scope -> scope.find(captured);
        while (tokens.takeOperator("|")) {
            value = new OperandParser(tokens, new ExpressionParser(tokens)).filter(value);
        }
        Expression filtered = value;
        Statement body = enclosed("endset");
        return (scope, out) -> {
            Scope inner = scope.inner();
            inner.set(captured, rendered(body, scope.inner()));
            target.assign(scope, filtered.evaluate(inner));
            return Flow.ON;
        };
    }

    private static Expression tupleOrValue(TokenStream tokens) {
        Expression first = new ExpressionParser(tokens).parse();
        if (!tokens.atOperator(",")) {
            return first;
        }
        List<Expression> all = new ArrayList<>(List.of(first));
        while (tokens.takeOperator(",")) {
            all.add(new ExpressionParser(tokens).parse());
        }
        return scope -> all.stream().map(value -> value.evaluate(scope)).toList();
    }

    private static String rendered(Statement body, Scope scope) {
        StringBuilder text = new StringBuilder();
        body.render(scope, text);
        return text.toString();
    }

    private Statement macro(TokenStream tokens) {
        String name = tokens.requireName();
        tokens.require("(");
        Map<String, Expression> parameters = new LinkedHashMap<>();
        while (!tokens.takeOperator(")")) {
            String parameter = tokens.requireName();
            parameters.put(
                    parameter,
                    tokens.takeOperator("=")
                            ? new ExpressionParser(tokens).parse()
                            : scope -> new Undefined(parameter));
            if (!tokens.atOperator(")")) {
                tokens.require(",");
            }
        }
        Statement body = enclosed("endmacro");
        return (scope, out) -> {
            Scope root = scope.root();
            scope.set(name, (Callable) arguments -> rendered(body, bound(parameters, arguments, root.inner())));
            return Flow.ON;
        };
    }

    private static Scope bound(Map<String, Expression> parameters, Arguments arguments, Scope scope) {
        int place = 0;
        for (Map.Entry<String, Expression> parameter : parameters.entrySet()) {
            Object otherwise = parameter.getValue().evaluate(scope);
            scope.set(parameter.getKey(), arguments.get(place++, parameter.getKey(), otherwise));
        }
        return scope;
    }

    private Statement with(TokenStream tokens) {
        Map<String, Expression> values = new LinkedHashMap<>();
        while (tokens.peek().kind() == Token.Kind.NAME) {
            String name = tokens.requireName();
            tokens.require("=");
            values.put(name, new ExpressionParser(tokens).parse());
            tokens.takeOperator(",");
        }
        Statement body = enclosed("endwith");
        return (scope, out) -> {
            Scope inner = scope.inner();
            values.forEach((name, value) -> inner.set(name, value.evaluate(scope)));
            return body.render(inner, out);
        };
    }

    private Statement filter(TokenStream tokens) {
        String captured = " captured";
        Expression value =
                new OperandParser(tokens, new ExpressionParser(tokens)).filter(scope -> scope.find(captured));
        Statement body = enclosed("endfilter");
        return (scope, out) -> {
            Scope inner = scope.inner();
            inner.set(captured, rendered(body, scope.inner()));
            out.append(Python.text(value.evaluate(inner)));
            return Flow.ON;
        };
    }
}
