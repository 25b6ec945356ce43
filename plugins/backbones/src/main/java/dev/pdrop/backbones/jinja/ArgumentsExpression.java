// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments of a call as they are written.
 *
 * @param positional in order
 * @param named by name
 */
record ArgumentsExpression(List<Expression> positional, Map<String, Expression> named) {

    static final ArgumentsExpression NONE = new ArgumentsExpression(List.of(), Map.of());

    /** Their values. */
    Arguments evaluate(Scope scope) {
        Map<String, Object> values = new LinkedHashMap<>();
        named.forEach((name, value) -> values.put(name, value.evaluate(scope)));
        return new Arguments(
                positional.stream().map(value -> value.evaluate(scope)).toList(), values);
    }
}
