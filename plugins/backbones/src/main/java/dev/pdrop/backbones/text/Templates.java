// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.text;

import dev.pdrop.spi.InvalidModelException;
import java.nio.file.Path;

/** Finds a template by the name that a configuration gives. */
final class Templates {

    private Templates() {}

    static Template find(Path folder, String name, String imagePlaceholder) {
        return switch (name) {
            case PlainTemplate.NAME -> new PlainTemplate();
            case VicunaTemplate.NAME -> new VicunaTemplate(imagePlaceholder);
            default ->
                throw new InvalidModelException("expected the template auto, chat, plain or vicuna_v1, found '" + name
                        + "' for the model in " + folder + ": choose one of them");
        };
    }
}
