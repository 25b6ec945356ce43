// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones;

import ai.djl.engine.Engine;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import dev.pdrop.backbones.decoder.Decoder;
import dev.pdrop.backbones.family.ModelFamily;
import dev.pdrop.backbones.family.ModelFamily.Opening;
import dev.pdrop.backbones.family.Settings;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.backbones.llava.LlavaFamily;
import dev.pdrop.backbones.llavanext.LlavaNextFamily;
import dev.pdrop.backbones.llavaonevision.LlavaOnevisionFamily;
import dev.pdrop.backbones.qwenvl.QwenVlFamily;
import dev.pdrop.backbones.smolvlm.SmolVlmFamily;
import dev.pdrop.backbones.weights.WeightPlace;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.InvalidModelException;
import dev.pdrop.spi.TokenGrid;
import dev.pdrop.spi.TrainableBackbone;
import dev.pdrop.spi.TrainableBackboneFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Opens Hugging Face model folders, finding the family by {@code config.json}. */
public final class HuggingFaceBackboneFactory implements TrainableBackboneFactory<HuggingFaceBackboneFactory.Config> {

    private static final List<ModelFamily> FAMILIES = List.of(
            new LlavaFamily(),
            new LlavaNextFamily(),
            new LlavaOnevisionFamily(),
            new SmolVlmFamily(),
            QwenVlFamily.two(),
            QwenVlFamily.twoAndAHalf());

    /** A factory for every family of this module. */
    public HuggingFaceBackboneFactory() {}

    @Override
    public String name() {
        return "hugging-face";
    }

    @Override
    public String description() {
        return "A checkpoint as transformers saves it (" + known() + "), run by DJL PyTorch.";
    }

    @Override
    public Class<Config> configType() {
        return Config.class;
    }

    @Override
    public Geometry geometry(Config config) {
        Settings settings = settings(config.model());
        return family(settings).geometry(settings);
    }

    @Override
    public boolean supports(Config config, Capture capture) {
        return Decoder.supports(capture, geometry(config).layers());
    }

    @Override
    public boolean seesLowerResolutions(Config config) {
        Settings settings = settings(config.model());
        return family(settings).seesLowerResolutions(settings);
    }

    @Override
    public OptionalInt visualTokens(Config config, double scale) {
        Settings settings = settings(config.model());
        return family(settings).visualTokens(settings, scale);
    }

    @Override
    public Optional<TokenGrid> grid(Config config) {
        Settings settings = settings(config.model());
        return family(settings).grid(settings);
    }

    @Override
    public void requireDevice(Config config) {
        Devices.open(config.device(), config.dtype());
    }

    /** Libtorch and the tokenizers' library. */
    @Override
    public void prepare() {
        Engine.getEngine("PyTorch");
        LibUtils.checkStatus();
    }

    @Override
    public Backbone create(Config config) {
        Settings settings = settings(config.model());
        ModelFamily family = family(settings);
        return family.open(opening(config, settings), kernels(config));
    }

    @Override
    public TrainableBackbone createTrainable(Config config) {
        if (config.dtype() != NumberFormat.FLOAT32) {
            throw new InvalidModelException("expected dtype = float32 for a model that is trained, found "
                    + config.dtype().name().toLowerCase(Locale.ROOT) + " for " + config.model()
                    + ": leave dtype out, or set it to float32");
        }
        if (config.weights() != WeightPlace.LOADED) {
            throw new InvalidModelException("expected weights = loaded for a model that is trained, found mapped for "
                    + config.model() + ": leave weights out, or set it to loaded");
        }
        Settings settings = settings(config.model());
        ModelFamily family = family(settings);
        return family.openTrainable(opening(config, settings), kernels(config));
    }

    private static Opening opening(Config config, Settings settings) {
        return new Opening(config.model(), settings, config.dtype(), config.weights(), config.template());
    }

    private static Kernels kernels(Config config) {
        return Kernels.load(Devices.open(config.device(), config.dtype()));
    }

    private static Settings settings(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InvalidModelException(
                    "expected a model folder, found " + (Files.exists(folder) ? "a file" : "nothing") + " at " + folder
                            + ": check the path, or fetch the checkpoint");
        }
        return Settings.read(folder.resolve("config.json"));
    }

    private static ModelFamily family(Settings settings) {
        List<String> architectures = settings.strings("architectures");
        for (ModelFamily family : FAMILIES) {
            boolean named = architectures.stream().anyMatch(family.architectures()::contains);
            boolean typed = architectures.isEmpty()
                    && settings.string("model_type")
                            .filter(family.name()::equals)
                            .isPresent();
            if (named || typed) {
                return family;
            }
        }
        String found = architectures.isEmpty()
                ? "model_type " + settings.string("model_type").orElse("that is missing")
                : String.join(", ", architectures);
        throw new InvalidModelException("expected one of the architectures " + known() + " in " + settings.file()
                + ", found " + found + ": use a checkpoint of one of them");
    }

    private static String known() {
        return FAMILIES.stream()
                .flatMap(family -> family.architectures().stream())
                .collect(Collectors.joining(", "));
    }

    /**
     * Settings of the backbone.
     *
     * @param model the model folder
     * @param device {@code cpu}, {@code cuda} (the first one) or {@code cuda:N}
     * @param dtype the number format to run in
     * @param weights where the decoder's matrices are while it runs
     * @param template the conversation template, or {@code auto}
     */
    public record Config(Path model, String device, NumberFormat dtype, WeightPlace weights, String template) {
        /** Checks the form of the device, and that mapped weights are for float32 on a CPU. */
        public Config {
            if (!device.matches("cpu|cuda(:\\d{1,4})?")) {
                throw new IllegalArgumentException("device must be cpu, cuda or cuda:N, was " + device);
            }
            if (weights == WeightPlace.MAPPED && !(device.equals("cpu") && dtype == NumberFormat.FLOAT32)) {
                throw new IllegalArgumentException(
                        "weights = mapped takes device = cpu and dtype = float32, found device = " + device
                                + " and dtype = " + dtype.name().toLowerCase(Locale.ROOT)
                                + ": set them so, or weights = loaded");
            }
        }

        /** Settings of a model whose weights are in memory. */
        public Config(Path model, String device, NumberFormat dtype, String template) {
            this(model, device, dtype, WeightPlace.LOADED, template);
        }
    }
}
