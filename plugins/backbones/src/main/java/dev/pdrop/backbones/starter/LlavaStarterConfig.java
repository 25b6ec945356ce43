// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.starter;

import java.util.List;
import java.util.Optional;

/**
 * The sizes of a new LLaVA model and how its weights begin; keys and meanings in {@code llava.conf}.
 *
 * @param vision tower and image preprocessing
 * @param decoder language model
 * @param initialization starting weights
 */
public record LlavaStarterConfig(Vision vision, Decoder decoder, Initialization initialization) {

    /* Beyond it a model is no beginning for a laptop, and products of sizes could overflow. */
    private static final int LARGEST = 1 << 14;

    /** Checks that an image and a text fit. */
    public LlavaStarterConfig {
        require(
                decoder.maxPositions() > vision.patches(),
                "decoder.max-positions must exceed the " + vision.patches() + " visual tokens of an image, was "
                        + decoder.maxPositions());
    }

    /**
     * The CLIP tower.
     *
     * @param imageSize side of an image in pixels
     * @param patchSize side of a patch in pixels
     * @param layers blocks; the output of the last one is projected
     * @param width numbers a patch, a multiple of 4 and of {@code heads}
     * @param heads of attention
     * @param feedForward width inside the feed-forward networks
     * @param imageMean what is subtracted from each channel, levels being from 0 to 1
     * @param imageStd what each channel is divided by afterwards
     */
    public record Vision(
            int imageSize,
            int patchSize,
            int layers,
            int width,
            int heads,
            int feedForward,
            List<Double> imageMean,
            List<Double> imageStd) {

        /** Checks ranges. */
        public Vision {
            imageMean = List.copyOf(imageMean);
            imageStd = List.copyOf(imageStd);
            requireSize("image-size", imageSize);
            requireSize("patch-size", patchSize);
            require(
                    imageSize % patchSize == 0,
                    "patch-size must divide image-size, " + imageSize + ", was " + patchSize);
            requireSize("layers", layers);
            requireSize("width", width);
            requireSize("heads", heads);
            require(width % heads == 0, "heads must divide width, " + width + ", was " + heads);
            require(width % 4 == 0, "width must be a multiple of 4, was " + width);
            requireSize("feed-forward", feedForward);
            require(
                    imageMean.size() == 3 && imageMean.stream().allMatch(Double::isFinite),
                    "image-mean must be three numbers, was " + imageMean);
            require(
                    imageStd.size() == 3 && imageStd.stream().allMatch(each -> each > 0 && Double.isFinite(each)),
                    "image-std must be three positive numbers, was " + imageStd);
        }

        /** Patches in a row and in a column. */
        int side() {
            return imageSize / patchSize;
        }

        /** Patches, each of which becomes a visual token. */
        int patches() {
            return side() * side();
        }
    }

    /**
     * The Llama decoder.
     *
     * @param layers decoder layers
     * @param hiddenSize numbers a token
     * @param heads of attention, a divisor of {@code hiddenSize}
     * @param keyValueHeads a divisor of {@code heads}
     * @param headSize numbers a head, an even number; {@code hiddenSize} / {@code heads} if absent
     * @param feedForward width inside the feed-forward networks
     * @param ropeTheta base of the rotary frequencies
     * @param epsilon of the norms
     * @param maxPositions tokens of a prompt with its answer
     * @param tiedEmbeddings whether the output weights are the embeddings
     */
    public record Decoder(
            int layers,
            int hiddenSize,
            int heads,
            int keyValueHeads,
            Optional<Integer> headSize,
            int feedForward,
            double ropeTheta,
            double epsilon,
            int maxPositions,
            boolean tiedEmbeddings) {

        /** Checks ranges. */
        public Decoder {
            requireSize("layers", layers);
            requireSize("hidden-size", hiddenSize);
            requireSize("heads", heads);
            require(hiddenSize % heads == 0, "heads must divide hidden-size, " + hiddenSize + ", was " + heads);
            requireSize("key-value-heads", keyValueHeads);
            require(
                    heads % keyValueHeads == 0,
                    "key-value-heads must divide heads, " + heads + ", was " + keyValueHeads);
            headSize.ifPresent(size -> requireSize("head-size", size));
            int size = headSize.orElse(hiddenSize / heads);
            require(size % 2 == 0, "head-size must be even, was " + size);
            requireSize("feed-forward", feedForward);
            requirePositive("rope-theta", ropeTheta);
            requirePositive("epsilon", epsilon);
            require(
                    maxPositions >= 1 && maxPositions <= 1 << 20,
                    "max-positions must be from 1 to " + (1 << 20) + ", was " + maxPositions);
        }

        /** Numbers a head. */
        int sizeOfHead() {
            return headSize.orElse(hiddenSize / heads);
        }
    }

    /**
     * Starting weights.
     *
     * @param embeddings standard deviation of word embeddings
     * @param projections standard deviation of every projection, times the square root of its inputs
     * @param residualScaling whether what is added to the residual stream is scaled by (2 layers)^-1/2
     * @param positions factor of the tower's position embeddings, which begin as sines and cosines
     * @param positionTemperature ratio of their highest and lowest frequency
     * @param mimetic share of variance from 0 to 1 that keys take from queries, and outputs from values
     */
    public record Initialization(
            double embeddings,
            double projections,
            boolean residualScaling,
            double positions,
            double positionTemperature,
            double mimetic) {

        /** Checks ranges. */
        public Initialization {
            requirePositive("embeddings", embeddings);
            requirePositive("projections", projections);
            require(positions >= 0 && Double.isFinite(positions), "positions must be at least 0, was " + positions);
            requirePositive("position-temperature", positionTemperature);
            require(mimetic >= 0 && mimetic <= 1, "mimetic must be from 0 to 1, was " + mimetic);
        }

        /** What the outputs of residual branches are multiplied by. */
        double residualShare(int layers) {
            return residualScaling ? 1 / StrictMath.sqrt(2.0 * layers) : 1;
        }
    }

    private static void requireSize(String key, int size) {
        require(size >= 1 && size <= LARGEST, key + " must be from 1 to " + LARGEST + ", was " + size);
    }

    private static void requirePositive(String key, double number) {
        require(number > 0 && Double.isFinite(number), key + " must be a positive number, was " + number);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
