// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import java.util.Map;

/**
 * A template that can be rendered any number of times.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class JinjaTemplate {

    private final Statement body;

    private JinjaTemplate(Statement body) {
        this.body = body;
    }

    /**
     * Parses a source.
     *
     * @throws JinjaException if it is no template, or uses a tag that is not supported
     */
    public static JinjaTemplate parse(String source) {
        try {
            return new JinjaTemplate(StatementParser.parse(source));
        } catch (StackOverflowError e) {
            throw JinjaException.broken("the template is nested too deeply");
        }
    }

    /**
     * Writes the template out.
     *
     * @param variables by name: texts, truth values, lists and maps of such
     * @throws JinjaException if an expression has no value, or the template refuses its input
     */
    public String render(Map<String, ?> variables) {
        Scope scope = Scope.root(Globals.all());
        variables.forEach(scope::set);
        StringBuilder out = new StringBuilder();
        try {
            body.render(scope, out);
        } catch (StackOverflowError e) {
            throw JinjaException.broken("the template calls itself too often");
        } catch (ArithmeticException | ClassCastException e) {
            throw JinjaException.broken("a value is of the wrong kind: " + e.getMessage());
        }
        return out.toString();
    }
}
