// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Functions that every template can call.
 *
 * <p>{@code strftime_now} is left undefined, so that a prompt never depends on the day it was written; templates that
 * use it ask for it and have a date of their own.
 */
final class Globals {

    private static final int LONGEST_RANGE = 100_000;

    private Globals() {}

    static Map<String, Object> all() {
        Map<String, Object> globals = new HashMap<>();
        globals.put("range", (Callable) Globals::range);
        globals.put("dict", (Callable) arguments -> new LinkedHashMap<>(arguments.named()));
        globals.put("namespace", (Callable) Globals::namespace);
        globals.put("raise_exception", (Callable) arguments -> {
            throw JinjaException.raised(arguments.text(0));
        });
        return globals;
    }

    private static Object range(Arguments arguments) {
        int first = arguments.size() > 1 ? Python.integer(arguments.get(0)) : 0;
        int end = Python.integer(arguments.get(arguments.size() > 1 ? 1 : 0));
        int step = Python.integer(arguments.get(2, "step", 1L));
        long count = step == 0 ? -1 : Math.max(0, (end - first + step - Integer.signum(step)) / step);
        if (count < 0 || count > LONGEST_RANGE) {
            throw JinjaException.broken("a range is longer than " + LONGEST_RANGE);
        }
        return LongStream.range(0, count)
                .<Object>mapToObj(i -> first + i * step)
                .toList();
    }

    /* The one value that a template can change; it lives as long as one rendering. */
    private static Object namespace(Arguments arguments) {
        Namespace namespace = new Namespace();
        if (arguments.size() > 0 && arguments.get(0) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> namespace.put(Python.text(key), value));
        }
        arguments.named().forEach(namespace::put);
        return namespace;
    }

    /** A map that {@code set} may write to. */
    static final class Namespace extends LinkedHashMap<String, Object> {

        private static final long serialVersionUID = 1L;
    }
}
