// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.ConfigObject;
import dev.pdrop.experiments.config.Overlay;
import dev.pdrop.experiments.config.SourceLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order in which keys stand in files.
 *
 * <p>The HOCON library forgets the order of keys but remembers lines; keys of one line are found again in its text.
 * Included files come before the ones that include them, flags of the command line last.
 */
public final class ArmOrder {

    private final List<Path> files;

    /**
     * An order.
     *
     * @param files that were read, included ones before the ones that include them
     */
    public ArmOrder(List<Path> files) {
        this.files = files;
    }

    /** The keys of a block in the order in which they were first written. */
    public List<String> keys(ConfigObject block) {
        Comparator<String> byPlace = Comparator.comparingInt((String key) -> rank(place(block, key)))
                .thenComparingInt(key -> place(block, key).line())
                .thenComparingInt(key -> column(place(block, key), key))
                .thenComparing(Comparator.naturalOrder());
        return block.keySet().stream().sorted(byPlace).toList();
    }

    private static SourceLocation place(ConfigObject block, String key) {
        return SourceLocation.ofFirst(Overlay.value(block, key).origin());
    }

    private int rank(SourceLocation place) {
        for (int i = 0; i < files.size(); i++) {
            if (files.get(i).toString().equals(place.source())) {
                return i;
            }
        }
        return files.size();
    }

    private int column(SourceLocation place, String key) {
        if (rank(place) == files.size() || place.line() < 1) {
            return 0;
        }
        try {
            String line = Files.readAllLines(Path.of(place.source())).get(place.line() - 1);
            Matcher matcher = Pattern.compile("(?<![A-Za-z0-9_-])\"?" + Pattern.quote(key) + "\"?\\s*[={:.]")
                    .matcher(line);
            return matcher.find() ? matcher.start() : line.length();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
