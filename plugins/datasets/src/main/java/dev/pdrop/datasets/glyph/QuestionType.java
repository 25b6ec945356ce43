// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.Locale;

/** The kinds of questions. */
public enum QuestionType {
    /** What colour the only thing of a shape has. */
    COLOR(1.3),
    /** What shape the only thing of a colour has. */
    SHAPE(1.4),
    /** Whether there is a thing of a colour and shape. */
    EXIST(0.6),
    /** How many things of a shape or colour there are. */
    COUNT(0.9),
    /** What stands beside a thing, in a direction. */
    REL(0.9),
    /** Which digit is in a box. */
    DIGIT(2),
    /** Which two letters are in a box. */
    CODE(2),
    /** How high a bar is. */
    BAR(2.2),
    /** Which colour the highest or lowest bar has. */
    HIGH(3),
    /** Whether a thing is big or small. */
    SIZE(0.8),
    /** In which third of the picture a thing stands, from top to bottom and from left to right. */
    WHERE(1.1);

    private final double weight;

    QuestionType(double weight) {
        this.weight = weight;
    }

    /** How often it is tried; greater where few pictures allow it, so that all types come about equally often. */
    double weight() {
        return weight;
    }

    /** What tables call it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
