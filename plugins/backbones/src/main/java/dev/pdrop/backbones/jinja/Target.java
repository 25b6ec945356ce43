// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code set} assigns to: names, or an attribute of a namespace.
 *
 * @param names the names, or the one of the namespace
 * @param attribute the attribute; empty for names
 */
record Target(List<String> names, Optional<String> attribute) {

    static Target parse(TokenStream tokens) {
        List<String> names = new ArrayList<>(List.of(tokens.requireName()));
        if (tokens.takeOperator(".")) {
            return new Target(names, Optional.of(tokens.requireName()));
        }
        while (tokens.takeOperator(",")) {
            names.add(tokens.requireName());
        }
        return new Target(names, Optional.empty());
    }

    void assign(Scope scope, Object value) {
        if (attribute.isPresent()) {
            assignAttribute(scope.find(names.get(0)), attribute.get(), value);
        } else {
            assign(scope, names, value);
        }
    }

    /** Gives one name the value, or several names its items. */
    static void assign(Scope scope, List<String> names, Object value) {
        if (names.size() == 1) {
            scope.set(names.get(0), value);
            return;
        }
        List<Object> items = Python.items(value);
        if (items.size() != names.size()) {
            throw JinjaException.broken(
                    "expected " + names.size() + " values for " + names + ", found " + items.size());
        }
        for (int i = 0; i < items.size(); i++) {
            scope.set(names.get(i), items.get(i));
        }
    }

    private void assignAttribute(Object object, String name, Object value) {
        if (!(object instanceof Globals.Namespace namespace)) {
            throw JinjaException.broken("'" + names.get(0) + "' is no namespace, so '" + name + "' cannot be set");
        }
        namespace.put(name, value);
    }
}
