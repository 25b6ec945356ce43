// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.course;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.pdrop.experiments.train.data.PatchTargets;
import dev.pdrop.experiments.train.data.PatchVocabulary;
import dev.pdrop.experiments.train.data.TrainingBatch;
import dev.pdrop.spi.ImageSource;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.TrainableBackbone;
import dev.pdrop.spi.VisualFeatures;
import java.util.List;

/** Teaches what each patch of an image shows. */
public final class PatchCourse implements Course {

    private final TrainableBackbone backbone;
    private final PatchReader reader;
    private final PatchLoss loss;

    private PatchCourse(TrainableBackbone backbone, PatchReader reader, PatchVocabulary vocabulary) {
        this.backbone = backbone;
        this.reader = reader;
        this.loss = new PatchLoss(vocabulary);
    }

    /** Teaches the tower, by a linear map behind it that is thrown away. */
    public static PatchCourse tower(TrainableBackbone backbone, PatchVocabulary vocabulary) {
        return new PatchCourse(backbone, new LinearReader(vocabulary, backbone), vocabulary);
    }

    /** Teaches projected features to point the way of the embeddings of words. */
    public static PatchCourse alignment(TrainableBackbone backbone, PatchVocabulary vocabulary) {
        return new PatchCourse(backbone, new WordReader(vocabulary, backbone), vocabulary);
    }

    @Override
    public List<Parameter> aids() {
        return reader.aids();
    }

    @Override
    public Forward forward(TrainingBatch batch, double done, int step) {
        try (Forward.Holding held = new Forward.Holding()) {
            VisualFeatures features = backbone.encode(batch.images(), reader.needs());
            held.add(features::close);
            NDManager scope = backbone.newManager();
            held.add(scope::close);
            NDArray rows = reader.rows(features, batch.images(), scope);
            NDArray logits = reader.read(rows, scope);
            reader.learn(rows.stopGradient(), loss.gradient(logits.stopGradient(), targets(batch), scope));
            return held.over(loss.of(logits, targets(batch), scope));
        }
    }

    @Override
    public void examine(TrainingBatch batch, Tally tally) {
        try (VisualFeatures features = backbone.encode(batch.images(), reader.needs());
                NDManager scope = backbone.newManager()) {
            NDArray logits = reader.read(reader.rows(features, batch.images(), scope), scope);
            loss.examine(logits, targets(batch), sources(batch), tally);
            tally.add(loss.of(logits, targets(batch), scope).getFloat());
        }
    }

    private static List<ImageSource> sources(TrainingBatch batch) {
        return batch.groups().stream().flatMap(group -> group.images().stream()).toList();
    }

    private static PatchTargets targets(TrainingBatch batch) {
        return batch.patches()
                .orElseThrow(() -> new IllegalArgumentException("a batch without targets for its patches"));
    }

    @Override
    public void close() {
        reader.close();
    }
}
