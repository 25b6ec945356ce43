// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/**
 * A value inside the model that a ranker needs; captured only because it is declared, always as float32.
 *
 * <p>A capture at {@code DecoderLayer(k)} concerns decoder layer k <em>on its own input</em>: {@link Kind#HIDDEN} is
 * the row that enters the layer, the other kinds come from the layer's input norm and projections. It is available at
 * boundary k (computed before layer k runs) and at every later one.
 *
 * @param point the layer that it concerns
 * @param kind what is captured
 * @param rotation whether rotary positions have been applied to queries and keys; {@link Rotation#POST} for kinds that
 *     it does not concern
 * @param queries which rows
 */
public record Capture(Point point, Kind kind, Rotation rotation, Queries queries) implements Comparable<Capture> {

    /** What is captured. B = batch, Q = the rows that {@link Queries} names, T = rows now in the sequence. */
    public enum Kind {
        /** Rows entering the layer: (B, Q, hidden size). */
        HIDDEN,
        /** Query vectors: (B, heads, Q, head size). */
        QUERY,
        /** Key vectors: (B, key heads, Q, head size). */
        KEY,
        /** Value vectors: (B, key heads, Q, head size). */
        VALUE,
        /** Query times key over the root of the head size, minus infinity where causality forbids: (B, heads, Q, T). */
        SCORES,
        /** Softmax of {@link #SCORES} over T: (B, heads, Q, T). */
        ATTENTION,
        /** What enters the vision tower: (channels, height, width), one an image; only at {@code VisionLayer(0)}. */
        PIXELS
    }

    /** Whether rotary position embedding has been applied. */
    public enum Rotation {
        /** Before rotary embedding: content alone. */
        NONE,
        /** After rotary embedding: as the model uses it. */
        POST
    }

    /** The pixels that enter the vision tower. */
    public static Capture pixels() {
        return new Capture(new Point.VisionLayer(0), Kind.PIXELS, Rotation.POST, Queries.Named.ALL);
    }

    /** The rows that enter the projector, one a patch: (visual tokens, tower width), one tensor an image. */
    public static Capture patches() {
        return new Capture(new Point.Projector(), Kind.HIDDEN, Rotation.POST, Queries.Named.ALL);
    }

    /** A value of decoder layer {@code layer} with rotary positions as the model uses them. */
    public static Capture of(int layer, Kind kind, Queries queries) {
        return new Capture(Point.decoder(layer), kind, Rotation.POST, queries);
    }

    /** The same with the given rotation. */
    public Capture rotated(Rotation newRotation) {
        return new Capture(point, kind, newRotation, queries);
    }

    /** Whether the last axis of the value runs over the rows of the sequence. */
    public boolean hasTokenColumns() {
        return kind == Kind.SCORES || kind == Kind.ATTENTION;
    }

    /** Orders captures by the point at which they become available. */
    @Override
    public int compareTo(Capture other) {
        int byPoint = point.compareTo(other.point);
        return byPoint != 0 ? byPoint : toString().compareTo(other.toString());
    }
}
