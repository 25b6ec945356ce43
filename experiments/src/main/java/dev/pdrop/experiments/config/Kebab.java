// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How names of Java are written in configuration. */
public final class Kebab {

    private Kebab() {}

    /** {@code maxNewTokens} as {@code max-new-tokens}. */
    static String key(String componentName) {
        return componentName.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** {@code LAST_PROMPT_TOKEN} as {@code last-prompt-token}. */
    public static String constant(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All constants of an enum, in order of declaration. */
    public static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(Kebab::constant).toList();
    }
}
