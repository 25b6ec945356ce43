// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.api;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import dev.pdrop.experiments.config.Overlay;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes values as HOCON. */
final class SettingValue {

    private SettingValue() {}

    /**
     * The value as HOCON.
     *
     * @throws IllegalArgumentException if it is none of numbers, texts, truth values, paths, and lists of such
     */
    static String text(Object value) {
        return ConfigValueFactory.fromAnyRef(plain(value)).render(ConfigRenderOptions.concise());
    }

    /** A method block as HOCON in one line, with the ranker of a name. */
    static String block(ConfigObject method, String ranker) {
        return method.withValue("ranker", ConfigValueFactory.fromMap(Map.of(Overlay.USE, ranker)))
                .render(ConfigRenderOptions.concise());
    }

    private static Object plain(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(SettingValue::plain).toList();
        }
        if (value instanceof Path path) {
            return path.toString();
        }
        if (value instanceof Number || value instanceof String || value instanceof Boolean) {
            return value;
        }
        throw new IllegalArgumentException("a setting must be a number, a text, a truth value or a list of such, was "
                + value + " of " + value.getClass().getName());
    }
}
