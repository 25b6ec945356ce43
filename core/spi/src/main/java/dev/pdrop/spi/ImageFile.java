// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.nio.file.Path;

/**
 * An image in a file.
 *
 * @param path the file
 */
public record ImageFile(Path path) implements ImageSource {

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public Image read() {
        return Image.read(path);
    }
}
