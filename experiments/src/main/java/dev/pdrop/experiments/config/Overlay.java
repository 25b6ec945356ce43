// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Optional;

/**
 * Lays one block of settings over another.
 *
 * <p>As HOCON merges, with one rule more: a block whose {@code use} names another plugin than the block below it starts
 * anew, since the settings of one plugin mean nothing to another.
 */
public final class Overlay {

    /** The key that chooses a plugin. */
    public static final String USE = "use";

    private Overlay() {}

    /**
     * The settings of {@code top}, and of {@code bottom} where {@code top} says nothing.
     *
     * <p>Substitutions that are not resolved yet stay so.
     */
    public static ConfigObject over(ConfigObject top, ConfigObject bottom) {
        if (startsAnew(top, bottom)) {
            return top;
        }
        ConfigObject merged = top.withFallback(bottom);
        for (String key : top.keySet()) {
            Optional<ConfigObject> above = object(top, key);
            Optional<ConfigObject> below = object(bottom, key);
            if (above.isPresent() && below.isPresent()) {
                merged = merged.withValue(key, over(above.get(), below.get()));
            }
        }
        return merged;
    }

    private static boolean startsAnew(ConfigObject top, ConfigObject bottom) {
        Optional<String> above = string(top, USE);
        Optional<String> below = string(bottom, USE);
        return above.isPresent() && below.isPresent() && !above.equals(below);
    }

    /**
     * The value at a key that is known to be there.
     *
     * @throws IllegalArgumentException if it is not
     */
    public static ConfigValue value(ConfigObject object, String key) {
        ConfigValue value = object.get(key);
        if (value == null) {
            throw new IllegalArgumentException("there is no " + key);
        }
        return value;
    }

    /** The string at a key; empty if something else is there, or a substitution that is not resolved. */
    public static Optional<String> string(ConfigObject object, String key) {
        return value(object, key, ConfigValueType.STRING).map(value -> (String) value.unwrapped());
    }

    /** The object at a key; empty if something else is there, or a substitution that is not resolved. */
    public static Optional<ConfigObject> object(ConfigObject object, String key) {
        return value(object, key, ConfigValueType.OBJECT).map(ConfigObject.class::cast);
    }

    private static Optional<ConfigValue> value(ConfigObject object, String key, ConfigValueType type) {
        try {
            return Optional.ofNullable(object.get(key)).filter(value -> value.valueType() == type);
        } catch (ConfigException.NotResolved substitution) {
            return Optional.empty();
        }
    }
}
