// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import dev.pdrop.spi.Conversation;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * What an arm shows the model of a question. They are ordered by kind, then by scale.
 *
 * @param kind what becomes of pictures
 * @param scale share of each side of a picture, above 0 and below 1, if it is {@link Kind#DOWN_SAMPLED}; else 1
 */
public record InputTransform(Kind kind, double scale) implements Comparable<InputTransform> {

    /** What becomes of pictures. */
    public enum Kind {
        /** They are shown as they are. */
        ORIGINAL,
        /** The words alone: how far a model comes that sees nothing. */
        TEXT_ONLY,
        /** A picture that shows nothing, of the same size: the same, in the form that the model learnt. */
        BLANK_IMAGE,
        /** The picture with fewer pixels, each the mean of those in whose place it stands. */
        DOWN_SAMPLED
    }

    /** All of it. */
    public static final InputTransform ORIGINAL = new InputTransform(Kind.ORIGINAL, 1);

    /** The words alone. */
    public static final InputTransform TEXT_ONLY = new InputTransform(Kind.TEXT_ONLY, 1);

    /** The words with a picture that shows nothing. */
    public static final InputTransform BLANK_IMAGE = new InputTransform(Kind.BLANK_IMAGE, 1);

    private static final Comparator<InputTransform> ORDER =
            Comparator.comparing(InputTransform::kind).thenComparingDouble(InputTransform::scale);

    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\s*(?:" + Pattern.quote(Conversation.IMAGE) + "\\s*)+");

    /** Checks the range. */
    public InputTransform {
        if (kind == Kind.DOWN_SAMPLED ? !(scale > 0 && scale < 1) : scale != 1) {
            throw new IllegalArgumentException("expected a scale above 0 and below 1 for a picture with fewer pixels,"
                    + " and 1 for any other, found " + scale + " for " + kind);
        }
    }

    /**
     * The picture with fewer pixels.
     *
     * @param scale share of each side, above 0 and below 1
     */
    public static InputTransform downSampled(double scale) {
        return new InputTransform(Kind.DOWN_SAMPLED, scale);
    }

    /** Whether questions are asked with a picture, if they have one. */
    public boolean showsPicture() {
        return kind != Kind.TEXT_ONLY;
    }

    /**
     * The text of a question as this shows it.
     *
     * @param text with placeholders for images
     * @return without them where no picture is shown: what stood on both sides of one, or of some in a row, is parted
     *     by a line break if there was one beside them, else by a space
     */
    public String text(String text) {
        if (showsPicture()) {
            return text;
        }
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            boolean outside = found.start() == 0 || found.end() == text.length();
            return outside ? "" : found.group().contains("\n") ? "\n" : " ";
        });
    }

    @Override
    public int compareTo(InputTransform other) {
        return ORDER.compare(this, other);
    }
}
