// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import dev.pdrop.experiments.config.ConfigText;
import dev.pdrop.experiments.config.Credentials;
import dev.pdrop.experiments.config.SourceLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One setting as it holds.
 *
 * @param path where it stands in the whole
 * @param value as HOCON writes it
 * @param setBy what kind of place gave it: {@code file}, {@code flag}, {@code plugin file} or {@code plugin default}
 * @param origin {@code file:line}, or the flag
 */
record Setting(String path, String value, String setBy, String origin) {

    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]+");

    /**
     * All settings below a block, sorted by path.
     *
     * @param path where the block stands; empty for the root
     */
    static List<Setting> of(String path, Config config) {
        List<Setting> settings = new ArrayList<>();
        collect(path, config.root(), settings);
        return settings;
    }

    /** The path of a key below another one. */
    static String join(String path, String key) {
        String quoted = PLAIN_KEY.matcher(key).matches() ? key : ConfigUtil.quoteString(key);
        return path.isEmpty() ? quoted : path + "." + quoted;
    }

    /** The same setting in a block. */
    Setting below(String block) {
        return new Setting(block + "." + path, value, setBy, origin);
    }

    /** Where it was set, for people. */
    String where() {
        return setBy.startsWith("plugin") ? origin + " (" + setBy + ")" : origin;
    }

    private static void collect(String path, ConfigObject object, List<Setting> settings) {
        new TreeMap<>(object).forEach((key, value) -> {
            String inner = join(path, key);
            if (value instanceof ConfigObject nested && !nested.isEmpty()) {
                collect(inner, nested, settings);
            } else {
                settings.add(of(inner, value));
            }
        });
    }

    private static Setting of(String path, ConfigValue value) {
        SourceLocation location = SourceLocation.of(value.origin());
        return new Setting(
                path,
                Credentials.hiddenIn(ConfigText.inline(value)),
                kind(location),
                Credentials.hiddenIn(location.toString()));
    }

    private static String kind(SourceLocation location) {
        if (location.isFlag()) {
            return "flag";
        }
        if (Path.of(location.source()).isAbsolute()) {
            return "file";
        }
        // Files of a group lie in a folder of their jar, defaults beside a class.
        return location.source().contains("/") ? "plugin file" : "plugin default";
    }
}
