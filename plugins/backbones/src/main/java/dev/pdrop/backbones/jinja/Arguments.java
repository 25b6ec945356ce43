// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import java.util.List;
import java.util.Map;

/**
 * What a function is called with.
 *
 * @param positional in order
 * @param named by name
 */
record Arguments(List<Object> positional, Map<String, Object> named) {

    static final Arguments NONE = new Arguments(List.of(), Map.of());

    /** How many have no name. */
    int size() {
        return positional.size();
    }

    /** The argument at a place, or of a name, or a default. */
    Object get(int place, String name, Object otherwise) {
        return place < positional.size() ? positional.get(place) : named.getOrDefault(name, otherwise);
    }

    /** The argument at a place, which must be there. */
    Object get(int place) {
        if (place >= positional.size()) {
            throw JinjaException.broken("a call lacks its argument " + (place + 1));
        }
        return positional.get(place);
    }

    /** The argument at a place, as text. */
    String text(int place) {
        return Python.text(get(place));
    }

    /** The arguments from a place on. */
    Arguments from(int place) {
        return new Arguments(positional.subList(Math.min(place, positional.size()), positional.size()), named);
    }
}
