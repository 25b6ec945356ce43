// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.family;

import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.backbones.weights.Checkpoint;
import dev.pdrop.backbones.weights.WeightLoader;
import dev.pdrop.backbones.weights.WeightPlace;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.InvalidModelException;
import dev.pdrop.spi.TokenGrid;
import dev.pdrop.spi.TrainableBackbone;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A kind of checkpoint: reads its {@code config.json} and opens it.
 *
 * <p>A family refuses every setting that it would not carry out exactly.
 */
public interface ModelFamily {

    /** Its name in facts and messages, and {@code model_type} in {@code config.json}. */
    String name();

    /** What {@code architectures} may say. */
    List<String> architectures();

    /**
     * The sizes of a model.
     *
     * @throws dev.pdrop.spi.InvalidModelException if the configuration describes something unsupported
     */
    Geometry geometry(Settings config);

    /**
     * The grid on which a model lays the visual tokens of an image, separators left out; empty if it depends on the
     * image.
     *
     * @throws dev.pdrop.spi.InvalidModelException if the configuration describes something unsupported
     */
    Optional<TokenGrid> grid(Settings config);

    /**
     * Opens a model.
     *
     * @param kernels given over to the backbone, which closes them; also if this fails
     */
    Backbone open(Opening opening, Kernels kernels);

    /**
     * Whether a model turns an image of lower resolution into fewer visual tokens; the default is one that does not.
     */
    default boolean seesLowerResolutions(Settings config) {
        return false;
    }

    /**
     * How many visual tokens an image of the usual size has when it is shortened; the default is empty, not known.
     *
     * @param scale share of each side, above 0 and below 1
     */
    default OptionalInt visualTokens(Settings config, double scale) {
        return OptionalInt.empty();
    }

    /**
     * Opens a model to be trained, with float32 weights in memory of their own. The default is a family that cannot
     * learn.
     *
     * @param kernels given over to the backbone, which closes them; also if this fails
     * @throws InvalidModelException if the family cannot learn
     */
    default TrainableBackbone openTrainable(Opening opening, Kernels kernels) {
        kernels.close();
        throw new InvalidModelException("expected a model of the family llava to be trained, found one of " + name()
                + " in " + opening.folder() + ": models of this family only answer yet");
    }

    /**
     * What is opened.
     *
     * @param folder the model folder
     * @param config its {@code config.json}
     * @param format the number format to run in
     * @param weights where the decoder's matrices are to be
     * @param template name of the conversation template
     */
    record Opening(Path folder, Settings config, NumberFormat format, WeightPlace weights, String template) {

        /** A loader of the folder's weights onto the device of {@code kernels}. */
        public WeightLoader loader(Kernels kernels) {
            return new WeightLoader(Checkpoint.open(folder), kernels, format, weights);
        }
    }
}
