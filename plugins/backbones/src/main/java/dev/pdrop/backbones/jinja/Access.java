// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Attributes, items and slices of values. */
final class Access {

    private Access() {}

    /** {@code value.name}: a method first, an item second. */
    static Object attribute(Object value, String name) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        Optional<Callable> method = Methods.find(value, name);
        if (method.isPresent()) {
            return method.get();
        }
        return value instanceof Map<?, ?> map ? itemOf(map, name) : new Undefined(name);
    }

    /** {@code value[key]}: an item first, a method second. */
    static Object item(Object value, Object key) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (value instanceof Map<?, ?> map && map.containsKey(key)) {
            return itemOf(map, key);
        }
        if (key instanceof Long index && !(value instanceof Map)) {
            List<Object> items = Python.items(value);
            long at = index < 0 ? index + items.size() : index;
            return at >= 0 && at < items.size() ? items.get((int) at) : new Undefined(Python.text(key));
        }
        return key instanceof String name ? attribute(value, name) : new Undefined(Python.text(key));
    }

    private static Object itemOf(Map<?, ?> map, Object key) {
        Object item = map.get(key);
        return item == null ? new Undefined(Python.text(key)) : item;
    }

    /** {@code value[start:stop:step]}; what is not given is {@code None}. */
    static Object slice(Object value, Object start, Object stop, Object step) {
        List<Object> items = Python.items(value);
        int by = step == None.NONE ? 1 : Python.integer(step);
        if (by == 0) {
            throw JinjaException.broken("a slice has a step of zero");
        }
        int first = bound(start, by > 0 ? 0 : items.size() - 1, items.size(), by);
        int end = bound(stop, by > 0 ? items.size() : -1, items.size(), by);
        List<Object> cut = new ArrayList<>();
        for (int i = first; by > 0 ? i < end : i > end; i += by) {
            cut.add(items.get(i));
        }
        return value instanceof String
                ? String.join("", cut.stream().map(Python::text).toList())
                : cut;
    }

    private static int bound(Object given, int otherwise, int size, int step) {
        if (given == None.NONE) {
            return otherwise;
        }
        int bound = Python.integer(given);
        int counted = bound < 0 ? bound + size : bound;
        return step > 0 ? Math.max(0, Math.min(counted, size)) : Math.max(-1, Math.min(counted, size - 1));
    }
}
