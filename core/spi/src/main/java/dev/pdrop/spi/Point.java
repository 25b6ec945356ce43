// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/**
 * A place in the model where a reduction may act or a value may be captured, ordered as data flows.
 *
 * <p>Decoder points are the ones the engine acts at; the two others name places inside the vision tower.
 */
public sealed interface Point extends Comparable<Point> {

    /** Before layer {@code layer} of the vision tower, 0-based. */
    record VisionLayer(int layer) implements Point {
        /** Checks that the layer is not negative. */
        public VisionLayer {
            requireLayer(layer);
        }

        @Override
        public String toString() {
            return "before vision layer " + layer;
        }
    }

    /** After the vision tower, before the projector. */
    record Projector() implements Point {
        @Override
        public String toString() {
            return "before the projector";
        }
    }

    /** The layer K boundary: before decoder layer {@code layer}, 0-based; so many decoder layers have run. */
    record DecoderLayer(int layer) implements Point {
        /** Checks that the layer is not negative. */
        public DecoderLayer {
            requireLayer(layer);
        }

        @Override
        public String toString() {
            return "before layer " + layer;
        }
    }

    /** The layer K boundary. */
    static DecoderLayer decoder(int layer) {
        return new DecoderLayer(layer);
    }

    @Override
    default int compareTo(Point other) {
        int byPart = Integer.compare(part(this), part(other));
        return byPart != 0 ? byPart : Integer.compare(layer(this), layer(other));
    }

    private static int part(Point point) {
        if (point instanceof VisionLayer) {
            return 0;
        }
        return point instanceof Projector ? 1 : 2;
    }

    private static int layer(Point point) {
        if (point instanceof VisionLayer vision) {
            return vision.layer();
        }
        return point instanceof DecoderLayer decoder ? decoder.layer() : 0;
    }

    private static void requireLayer(int layer) {
        if (layer < 0) {
            throw new IllegalArgumentException("a layer must be at least 0, was " + layer);
        }
    }
}
