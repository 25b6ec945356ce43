// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.List;
import java.util.function.Function;

/**
 * One number of a scheduler that can be left open, for a budget to decide.
 *
 * @param name what it is called where a budget names it: kebab-case, unique among the unknowns of its scheduler, never
 *     changed; where published methods agree on a word, that one: {@code lambda}, {@code ratio}, {@code keep},
 *     {@code first-layer}
 * @param settings the settings that would state it, and so cannot stand beside a budget; below one, in a method file,
 *     they give way
 * @param overriding the settings that win over it and would leave it without effect; no budget can be met where one of
 *     them is set, in whichever file
 * @param family the schedules that are left once all other settings are known
 * @param <C> the scheduler's configuration record
 */
public record Unknown<C extends Record>(
        String name, List<String> settings, List<String> overriding, Function<C, ScheduleFamily> family) {

    /** Copies the settings. */
    public Unknown {
        settings = List.copyOf(settings);
        overriding = List.copyOf(overriding);
    }

    /** A number that no other setting wins over. */
    public Unknown(String name, List<String> settings, Function<C, ScheduleFamily> family) {
        this(name, settings, List.of(), family);
    }
}
