// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.course;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.pdrop.experiments.train.data.PatchVocabulary;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.TrainableBackbone;
import dev.pdrop.spi.VisualFeatures;
import java.util.List;
import java.util.Set;

/** Reads words off what leaves the vision tower, by a linear map that begins at 0 and is thrown away with the stage. */
final class LinearReader implements PatchReader {

    private final LinearMap map;

    LinearReader(PatchVocabulary vocabulary, TrainableBackbone backbone) {
        int width = backbone.geometry().vision().tower().hiddenSize();
        this.map = new LinearMap("tower", width, vocabulary.width(), backbone.newManager());
    }

    @Override
    public Set<Capture> needs() {
        return Set.of(Capture.patches());
    }

    @Override
    public List<Parameter> aids() {
        return map.aids();
    }

    @Override
    public NDArray rows(VisualFeatures features, List<Image> images, NDManager scope) {
        NDList patches = new NDList();
        for (Image image : images) {
            NDArray own = features.captured(image, Capture.patches());
            scope.tempAttachAll(own);
            patches.add(own);
        }
        return PatchLoss.rows(NDArrays.stack(patches));
    }

    @Override
    public NDArray read(NDArray rows, NDManager scope) {
        return map.of(rows);
    }

    @Override
    public void learn(NDArray rows, NDArray gradient) {
        map.learn(rows, gradient);
    }

    @Override
    public void close() {
        map.close();
    }
}
