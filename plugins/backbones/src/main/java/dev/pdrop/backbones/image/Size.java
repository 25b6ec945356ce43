// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

/** What a picture is resized to. */
sealed interface Size {

    /** The width of a picture of this width and height after the resize. */
    long width(int width, int height);

    /** The height of a picture of this width and height after the resize. */
    long height(int width, int height);

    /**
     * Both edges given; the shape of the picture is lost.
     *
     * @param height in pixels
     * @param width in pixels
     */
    record Exact(int height, int width) implements Size {

        @Override
        public long width(int width, int height) {
            return width();
        }

        @Override
        public long height(int width, int height) {
            return height();
        }
    }

    /**
     * The shorter edge given; the longer one follows, rounded down.
     *
     * @param edge in pixels
     */
    record ShortestEdge(int edge) implements Size {

        @Override
        public long width(int width, int height) {
            return width <= height ? edge : longer(width, height);
        }

        @Override
        public long height(int width, int height) {
            return width <= height ? longer(height, width) : edge;
        }

        /* A division of doubles cut to an integer, as Python does it. */
        private long longer(int longer, int shorter) {
            return (long) ((double) ((long) edge * longer) / shorter);
        }
    }
}
