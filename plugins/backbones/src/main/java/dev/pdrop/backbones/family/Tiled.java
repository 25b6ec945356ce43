// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.family;

import dev.pdrop.spi.Geometry;

/** The sizes of models that cut images into tiles, and of their images. */
public final class Tiled {

    private Tiled() {}

    /**
     * A side of a picture that is shortened, in pixels.
     *
     * @param scale share of the side, above 0 and below 1
     */
    public static int shortened(int side, double scale) {
        return (int) Math.max(1, Math.round(side * scale));
    }

    /**
     * A model whose tower sees several tiles of an image.
     *
     * @param one the same model with an image of one tile
     * @param tiles of the usual image, the overview included
     * @param visualTokens that it becomes
     */
    public static Geometry of(Geometry one, int tiles, int visualTokens) {
        Geometry.Tower tower = one.vision().tower();
        Geometry.Projector projector = one.vision().projector();
        return new Geometry(
                one.layers(),
                one.hiddenSize(),
                one.heads(),
                one.keyValueHeads(),
                one.headSize(),
                one.feedForwardSize(),
                one.vocabularySize(),
                one.maxPositions(),
                new Geometry.Vision(
                        new Geometry.Tower(
                                tower.layers(),
                                tower.hiddenSize(),
                                tower.feedForwardSize(),
                                tower.feedForwardMatrices(),
                                tower.heads(),
                                tiles * tower.patches(),
                                tower.patchValues(),
                                tiles * tower.rows(),
                                tower.attendedRows()),
                        new Geometry.Projector(tiles * projector.rows(), projector.weights()),
                        visualTokens));
    }
}
