// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import com.google.gson.JsonObject;
import dev.pdrop.backbones.image.ImageProcessor;
import dev.pdrop.spi.Image;
import java.io.IOException;
import java.nio.file.Path;

/** Compares pictures after preprocessing with what the official processor makes of them. */
final class PictureCase {

    private final ParityCase parity;

    PictureCase(ParityCase parity) {
        this.parity = parity;
    }

    Comparison compare() throws IOException {
        Comparison comparison = new Comparison("(pictures)", parity.name());
        for (JsonObject item : parity.objects("items")) {
            Path image = parity.path(item.get("image"));
            Path model = parity.path(item.get("preprocessor_config")).resolveSibling("");
            comparison.close(
                    "input",
                    image + " for " + model,
                    Tensors.read(parity.path(item.get("pixel_values"))).floats("pixel_values"),
                    ImageProcessor.read(model).pixels(Image.read(image)),
                    parity.tolerance("pixel_atol").orElse(1e-6),
                    1);
        }
        return comparison;
    }
}
