// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The accuracy of an answerer that takes a short cut; what a model is worth lies above it.
 *
 * @param name what people call it, such as {@code majority}
 * @param definition one sentence: how it answers, and from what it knows
 * @param overall its accuracy over all questions, from 0 to 1
 * @param byType its accuracy by type of question, from 0 to 1, in the order of a table
 */
public record Floor(String name, String definition, double overall, Map<String, Double> byType) {

    /** Keeps the order of the types. */
    public Floor {
        byType = Collections.unmodifiableMap(new LinkedHashMap<>(byType));
    }
}
