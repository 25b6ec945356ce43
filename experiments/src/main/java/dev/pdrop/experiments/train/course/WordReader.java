// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.course;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.pdrop.experiments.train.data.PatchVocabulary;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.TrainableBackbone;
import dev.pdrop.spi.VisualFeatures;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads words off what enters the decoder: a patch shows a word as much as its projected feature points the way of the
 * word's embedding; "none" always scores 0. Linear families, whose words would be taken for those of others, are read
 * by a linear map that begins at 0 and is thrown away.
 */
final class WordReader implements PatchReader {

    private final NDManager manager;
    private final Parameter embeddings;
    /** (columns read by words, words of the model): a 1 where a column's word is, nothing in those of "none". */
    private final NDArray choice;

    private final int wordColumns;
    private final Optional<LinearMap> map;

    WordReader(PatchVocabulary vocabulary, TrainableBackbone backbone) {
        this.embeddings = embeddings(backbone);
        this.manager = backbone.newManager();
        int words = (int) embeddings.value().getShape().get(0);
        this.wordColumns = vocabulary.wordColumns();
        int linear = vocabulary.width() - wordColumns;
        this.map = linear == 0
                ? Optional.empty()
                : Optional.of(
                        new LinearMap("features", backbone.geometry().hiddenSize(), linear, backbone.newManager()));
        float[] ones = new float[wordColumns * words];
        for (PatchVocabulary.Family family : vocabulary.families()) {
            if (family.linear()) {
                continue;
            }
            for (int index = 0; index < family.words().size(); index++) {
                int column = family.start() + 1 + index;
                ones[column * words + token(family.words().get(index), backbone)] = 1;
            }
        }
        this.choice = manager.create(ones, new Shape(wordColumns, words));
    }

    private static Parameter embeddings(TrainableBackbone backbone) {
        return backbone.parameters().stream()
                .filter(parameter -> parameter.part() == Parameter.Part.EMBEDDINGS)
                .findFirst()
                .orElseThrow(() -> new InvalidDataException("expected a model with word embeddings to align patches"
                        + " with, found none: leave the stage alignment out"));
    }

    /** The last token, since a model may put one of its own before a text. */
    private static int token(String word, TrainableBackbone backbone) {
        Prompt prompt = backbone.prompt(Conversation.raw(word, List.of()));
        if (!prompt.unknownWords().isEmpty()) {
            throw new InvalidDataException("expected a model that knows every word for what patches show, found that it"
                    + " does not know '" + word + "': begin the model anew with this data set");
        }
        return prompt.ids()[prompt.length() - 1];
    }

    @Override
    public Set<Capture> needs() {
        return Set.of();
    }

    @Override
    public List<Parameter> aids() {
        return map.map(LinearMap::aids).orElse(List.of());
    }

    @Override
    public NDArray rows(VisualFeatures features, List<Image> images, NDManager scope) {
        NDList projected = new NDList();
        for (Image image : images) {
            NDArray own = features.of(image);
            scope.tempAttachAll(own);
            projected.add(own);
        }
        return PatchLoss.rows(NDArrays.stack(projected));
    }

    @Override
    public NDArray read(NDArray rows, NDManager scope) {
        scope.tempAttachAll(choice);
        NDArray byWords = rows.matMul(choice.matMul(embeddings.value()).transpose());
        return map.map(linear -> NDArrays.concat(new NDList(byWords, linear.of(rows)), 1))
                .orElse(byWords);
    }

    @Override
    public void learn(NDArray rows, NDArray gradient) {
        // What words are read with belongs to the model.
        map.ifPresent(linear -> linear.learn(
                rows,
                gradient.get(new NDIndex()
                        .addAllDim()
                        .addSliceDim(wordColumns, gradient.getShape().get(1)))));
    }

    @Override
    public void close() {
        map.ifPresent(LinearMap::close);
        manager.close();
    }
}
