// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/**
 * One step of a {@link Schedule}: what happens to the visual tokens at a point.
 *
 * @param point where it acts
 * @param action what it does
 */
public record Stage(Point point, Action action) {

    /** A stage that keeps {@code visualTokens} visual tokens before decoder layer {@code layer}. */
    public static Stage keep(int layer, int visualTokens) {
        return new Stage(Point.decoder(layer), new Action.Keep(visualTokens));
    }

    /** Whether tokens are ranked there; where all are dropped there is nothing to choose. */
    public boolean ranks() {
        return action instanceof Action.Keep;
    }
}
