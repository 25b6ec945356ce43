// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.qwenvl;

import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.ImageSpan;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualToken;
import dev.pdrop.testing.BackboneContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The contract of backbones, with the numbering of three axes written down once more. */
interface QwenVlContract extends BackboneContract {

    /** Opens a tiny checkpoint. */
    static Backbone open(String model) {
        Path folder = Path.of("../methods/src/test/resources/parity/models", model);
        return new HuggingFaceBackboneFactory()
                .create(new HuggingFaceBackboneFactory.Config(folder, "cpu", NumberFormat.FLOAT32, "plain"));
    }

    @Override
    default List<String> questions() {
        return List.of("x y z q", "y z x q", "z x y q");
    }

    /** Image by image: where it begins in the whole prompt, and by how much that moves. */
    @Override
    default int[][] numbered(Prompt prompt, int[] visualIndices, PositionPolicy policy, int appended) {
        List<int[]> ids = new ArrayList<>();
        int row = 0;
        int index = 0;
        int next = 0;
        for (ImageSpan span : prompt.layout().spans()) {
            for (; row < span.start(); row++) {
                ids.add(new int[] {next, next, next++});
            }
            int largest = -1;
            for (; row < span.end(); row++) {
                VisualToken token = prompt.visualTokens().get(index);
                boolean left = Arrays.binarySearch(visualIndices, index++) >= 0;
                if (left) {
                    ids.add(new int[] {next, next + token.row(), next + token.column()});
                }
                if (left || policy == PositionPolicy.ORIGINAL) {
                    largest = Math.max(largest, Math.max(token.row(), token.column()));
                }
            }
            next += largest + 1;
        }
        for (; row < prompt.length() + appended; row++) {
            ids.add(new int[] {next, next, next++});
        }
        int[][] axes = new int[3][ids.size()];
        for (int at = 0; at < ids.size(); at++) {
            for (int axis = 0; axis < axes.length; axis++) {
                axes[axis][at] = ids.get(at)[axis];
            }
        }
        return axes;
    }
}
