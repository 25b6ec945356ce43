// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The variables that an expression sees: its own, and those of the scopes around it. */
final class Scope {

    private final Optional<Scope> outer;
    private final Map<String, Object> variables = new HashMap<>();

    private Scope(Optional<Scope> outer) {
        this.outer = outer;
    }

    static Scope root(Map<String, ?> variables) {
        Scope root = new Scope(Optional.empty());
        variables.forEach(root::set);
        return root;
    }

    /** A scope inside this one: what is set there is not seen here. */
    Scope inner() {
        return new Scope(Optional.of(this));
    }

    /** The outermost scope, which is what a macro sees. */
    Scope root() {
        return outer.map(Scope::root).orElse(this);
    }

    void set(String name, Object value) {
        variables.put(name, value);
    }

    Object find(String name) {
        Object found = variables.get(name);
        if (found != null) {
            return found;
        }
        return outer.isPresent() ? outer.get().find(name) : new Undefined(name);
    }
}
