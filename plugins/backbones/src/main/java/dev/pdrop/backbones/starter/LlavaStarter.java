// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.starter;

import dev.pdrop.backbones.weights.CheckpointWriter;
import dev.pdrop.backbones.weights.NamedTensor;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.ModelStarter;
import dev.pdrop.spi.ModelStarterFactory;
import dev.pdrop.spi.TrainableBackbone;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Begins a LLaVA model: CLIP tower, two-layer projector, Llama decoder, word-level tokenizer.
 *
 * <p>The folder is one of {@code LlavaForConditionalGeneration} as transformers 5 saves it, in float32. Its chat
 * template writes {@code <image> question A:}, and behind that {@code answer <eos>}; the tokenizer puts {@code <bos>}
 * in front. Words that it does not know become {@code <pad>}.
 */
public final class LlavaStarter implements ModelStarter {

    /** What chooses it in a configuration. */
    public static final String NAME = "llava";

    private final LlavaStarterConfig config;

    /** A starter of models of these sizes. */
    public LlavaStarter(LlavaStarterConfig config) {
        this.config = config;
    }

    @Override
    public String backbone() {
        return "hugging-face";
    }

    /**
     * {@inheritDoc}
     *
     * @throws dev.pdrop.spi.InvalidDataException if there are no words
     * @throws FailedRunException if the folder cannot be written
     */
    @Override
    public void write(Path folder, List<String> words, long seed) {
        Vocabulary vocabulary = Vocabulary.of(words);
        try {
            new ModelFiles(folder, config, vocabulary).write();
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected to write a new model to " + folder + ", found an output error (" + e.getMessage()
                            + "): make room or check the folder and its permissions, then run the same command again",
                    e);
        }
        new CheckpointWriter(TrainableBackbone.StoredFormat.FLOAT32)
                .write(folder.resolve("model.safetensors"), weights(vocabulary.size(), seed));
    }

    /** The starting weights. */
    List<NamedTensor> weights(int words, long seed) {
        TensorDraft draft = new TensorDraft(seed);
        new TowerStart(config.vision(), config.initialization())
                .addTo(draft, config.decoder().hiddenSize());
        new DecoderStart(config.decoder(), config.initialization()).addTo(draft, words);
        return draft.tensors();
    }

    /** Makes it from its configuration. */
    public static final class Factory implements ModelStarterFactory<LlavaStarterConfig> {

        /** For the plugin that offers it. */
        public Factory() {}

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "A new tiny LLaVA: random weights from a seed, a tokenizer of a data set's words.";
        }

        @Override
        public Class<LlavaStarterConfig> configType() {
            return LlavaStarterConfig.class;
        }

        @Override
        public ModelStarter create(LlavaStarterConfig config) {
            return new LlavaStarter(config);
        }
    }
}
