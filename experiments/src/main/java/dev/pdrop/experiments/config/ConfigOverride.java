// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.List;

/**
 * One {@code --set path=value} of the command line.
 *
 * @param path the elements of the path, quotes removed
 * @param value what it is set to; its origin names the flag
 */
public record ConfigOverride(List<String> path, ConfigValue value) {

    private static final String NAME = "--set ";

    /** Copies the path. */
    public ConfigOverride {
        path = List.copyOf(path);
    }

    /**
     * Reads {@code path=value}: a path whose elements may be quoted, and a value in HOCON.
     *
     * @throws InvalidConfigException if it is none; names the flag
     */
    public static ConfigOverride parse(String text) {
        int equals = firstUnquotedEquals(text);
        if (equals < 0) {
            throw invalid(text, "expected path=value, found no '='");
        }
        return new ConfigOverride(path(text, equals), value(text, equals));
    }

    /** Whether the value is text; a substitution, which is not resolved yet, is none. */
    public boolean isText() {
        return Overlay.string(ConfigFactory.empty().root().withValue(NAME, value), NAME)
                .isPresent();
    }

    /** Whether a place is such a flag, and sets what stands at a path or a block around it. */
    public static boolean sets(SourceLocation place, List<String> path) {
        if (!place.source().startsWith(NAME)) {
            return false;
        }
        List<String> set = parse(place.source().substring(NAME.length())).path();
        return set.size() <= path.size() && set.equals(path.subList(0, set.size()));
    }

    /** The override as a block that holds nothing else. */
    public ConfigObject toObject() {
        ConfigValue nested = value;
        for (int i = path.size() - 1; i >= 0; i--) {
            nested = ConfigFactory.empty().root().withValue(path.get(i), nested).withOrigin(value.origin());
        }
        return (ConfigObject) nested;
    }

    private static int firstUnquotedEquals(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"') {
                quoted = !quoted;
            } else if (character == '=' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> path(String text, int equals) {
        String path = text.substring(0, equals).strip();
        try {
            return ConfigUtil.splitPath(path);
        } catch (ConfigException e) {
            throw invalid(text, "expected a path such as a.b or a.\"b c\".d before '=', found '" + path + "'");
        }
    }

    private static ConfigValue value(String text, int equals) {
        String value = text.substring(equals + 1).strip();
        ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(NAME + text);
        String expected = "expected a value such as 0.5, [3, 5, 10], name or \"some text\" after '=', found ";
        if (value.isEmpty()) {
            throw invalid(text, expected + "nothing; write \"\" for empty text");
        }
        try {
            ConfigObject parsed =
                    ConfigFactory.parseString("value = " + value, options).root();
            if (parsed.size() == 1) {
                return parsed.values().iterator().next();
            }
        } catch (ConfigException e) {
            throw invalid(text, expected + "'" + value + "'; put text with special characters in double quotes");
        }
        throw invalid(text, expected + "more than one in '" + value + "'; give each a flag of its own");
    }

    private static InvalidConfigException invalid(String text, String message) {
        return new InvalidConfigException(new SourceLocation(NAME + text, 0), "", message);
    }
}
