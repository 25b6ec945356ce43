// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@code for} block.
 *
 * @param targets names for an item, or for its parts
 * @param items what it goes over
 * @param test what an item must pass
 * @param body what is done for each
 * @param otherwise what is done if there is none
 */
record Loop(List<String> targets, Expression items, Expression test, Statement body, Statement otherwise)
        implements Statement {

    @Override
    public Flow render(Scope scope, StringBuilder out) {
        List<Object> kept = Python.items(items.evaluate(scope)).stream()
                .filter(item -> passes(scope, item))
                .toList();
        if (kept.isEmpty()) {
            return otherwise.render(scope.inner(), out);
        }
        for (int i = 0; i < kept.size(); i++) {
            Scope inner = scope.inner();
            Target.assign(inner, targets, kept.get(i));
            inner.set("loop", state(kept, i));
            if (body.render(inner, out) == Flow.BREAK) {
                break;
            }
        }
        return Flow.ON;
    }

    private boolean passes(Scope scope, Object item) {
        Scope inner = scope.inner();
        Target.assign(inner, targets, item);
        return Python.truth(test.evaluate(inner));
    }

    private static Map<String, Object> state(List<Object> items, int index) {
        int size = items.size();
        Map<String, Object> loop = new LinkedHashMap<>();
        loop.put("index0", (long) index);
        loop.put("index", index + 1L);
        loop.put("revindex0", size - index - 1L);
        loop.put("revindex", (long) size - index);
        loop.put("first", index == 0);
        loop.put("last", index == size - 1);
        loop.put("length", (long) size);
        if (index > 0) {
            loop.put("previtem", items.get(index - 1));
        }
        if (index < size - 1) {
            loop.put("nextitem", items.get(index + 1));
        }
        loop.put("cycle", (Callable) arguments -> arguments.get(index % arguments.size()));
        return loop;
    }
}
