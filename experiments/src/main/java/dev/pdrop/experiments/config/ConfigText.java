// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes resolved configuration as HOCON: keys sorted, numbers as they were written.
 *
 * <p>The library's own renderer turns numbers into doubles and back, so that a long decimal would change.
 */
public final class ConfigText {

    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]+");

    private ConfigText() {}

    /** The configuration, each value followed by its origin as a comment. */
    public static String withOrigins(Config config) {
        StringBuilder text = new StringBuilder();
        append(text, config.root(), 0, true);
        return text.toString();
    }

    /** The configuration alone: equal text for equal settings, wherever they were set. */
    public static String canonical(Config config) {
        StringBuilder text = new StringBuilder();
        append(text, config.root(), 0, false);
        return text.toString();
    }

    /**
     * Whether two texts hold equal settings, wherever they were set.
     *
     * @param before may be no HOCON, and is equal to none then
     */
    public static boolean holdsTheSame(String before, String now) {
        try {
            return canonical(ConfigFactory.parseString(before)).equals(canonical(ConfigFactory.parseString(now)));
        } catch (ConfigException e) {
            return false;
        }
    }

    /** A scalar as it was written, without quotes. */
    public static String scalar(ConfigValue value) {
        return value.atKey("value").getString("value");
    }

    private static void append(StringBuilder text, ConfigObject object, int depth, boolean origins) {
        new TreeMap<>(object).forEach((key, value) -> {
            String name = PLAIN_KEY.matcher(key).matches() ? key : ConfigUtil.quoteString(key);
            text.append("  ".repeat(depth)).append(name);
            if (value instanceof ConfigObject nested && !nested.isEmpty()) {
                text.append(" {\n");
                append(text, nested, depth + 1, origins);
                text.append("  ".repeat(depth)).append("}\n");
            } else {
                text.append(" = ").append(inline(value));
                text.append(origins ? "  # " + SourceLocation.of(value.origin()) : "")
                        .append('\n');
            }
        });
    }

    /** A value on one line: strings in quotes, numbers as they were written. */
    public static String inline(ConfigValue value) {
        if (value instanceof ConfigList list) {
            return list.stream().map(ConfigText::inline).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof ConfigObject object) {
            return new TreeMap<>(object)
                    .entrySet().stream()
                            .map(entry -> ConfigUtil.quoteString(entry.getKey()) + " = " + inline(entry.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
        }
        return switch (value.valueType()) {
            case STRING -> ConfigUtil.quoteString((String) value.unwrapped());
            case NULL -> "null";
            case NUMBER, BOOLEAN, LIST, OBJECT -> scalar(value);
        };
    }
}
