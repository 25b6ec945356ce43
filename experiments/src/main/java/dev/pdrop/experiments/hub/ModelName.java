// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.hub;

import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.config.SourceLocation;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model of a hub.
 *
 * @param organisation who published it
 * @param name under which name
 * @param revision a branch, a tag or a commit
 */
public record ModelName(String organisation, String name, String revision) {

    /** The revision of one who names none. */
    private static final String USUAL_REVISION = "main";

    private static final String WORD = "[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?";
    private static final Pattern FORM =
            Pattern.compile("(" + WORD + ")/(" + WORD + ")(?:@(" + WORD + "(?:/" + WORD + ")*))?");

    /**
     * Reads a name.
     *
     * @param text {@code ORG/NAME} or {@code ORG/NAME@REVISION}
     * @throws InvalidConfigException if it is no such name
     */
    public static ModelName of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || text.contains("..") || text.contains("--")) {
            throw new InvalidConfigException(
                    new SourceLocation("MODEL", 0),
                    "",
                    "expected the name of a model, ORG/NAME or ORG/NAME@REVISION, found '" + text
                            + "'; see how the hub spells it");
        }
        String revision = matcher.group(3);
        return new ModelName(matcher.group(1), matcher.group(2), revision == null ? USUAL_REVISION : revision);
    }

    /** Without the revision. */
    String path() {
        return organisation + "/" + name;
    }

    /** The name of its folder in a cache. */
    String folder() {
        return String.join("--", List.of("models", organisation, name));
    }

    @Override
    public String toString() {
        return revision.equals(USUAL_REVISION) ? path() : path() + "@" + revision;
    }
}
