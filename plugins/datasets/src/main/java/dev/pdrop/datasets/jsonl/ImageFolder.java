// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.jsonl;

import dev.pdrop.spi.ImageFile;
import dev.pdrop.spi.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The folder that a data set's images are in; paths that lead out of it are refused. */
final class ImageFolder {

    private final Path folder;
    private final Path realFolder;

    /**
     * A folder.
     *
     * @throws InvalidDataException if it does not exist
     */
    ImageFolder(Path folder) {
        this.folder = folder;
        try {
            this.realFolder = folder.toRealPath();
        } catch (IOException e) {
            throw new InvalidDataException(
                    "expected an image folder, found none at " + folder + ": correct the path of the images", e);
        }
    }

    /**
     * The image at a path below the folder.
     *
     * @param path as it stands in the data
     * @param origin where it stands, as {@code file:line}
     * @throws InvalidDataException if it lies outside the folder, links included, or is no file
     */
    ImageFile image(String path, String origin) {
        Path file = inside(path, origin);
        try {
            if (!file.toRealPath().startsWith(realFolder)) {
                throw outside(path, origin);
            }
        } catch (NoSuchFileException e) {
            throw missing(path, origin);
        } catch (IOException e) {
            throw new InvalidDataException(
                    origin + ": expected a readable image, found trouble with " + file + ": check the file", e);
        }
        if (!Files.isRegularFile(file)) {
            throw missing(path, origin);
        }
        return new ImageFile(file);
    }

    private Path inside(String path, String origin) {
        try {
            Path file = folder.resolve(path).normalize();
            Path absolute = file.toAbsolutePath().normalize();
            if (Path.of(path).isAbsolute()
                    || !absolute.startsWith(folder.toAbsolutePath().normalize())) {
                throw outside(path, origin);
            }
            return file;
        } catch (InvalidPathException e) {
            throw missing(path, origin);
        }
    }

    private InvalidDataException outside(String path, String origin) {
        return new InvalidDataException(origin + ": expected an image inside " + folder.toAbsolutePath() + ", found \""
                + path + "\", which leads out of it: move the image or set another image folder");
    }

    private InvalidDataException missing(String path, String origin) {
        return new InvalidDataException(origin + ": expected an image file, found none at \"" + path + "\" in "
                + folder.toAbsolutePath() + ": correct the path or set another image folder");
    }
}
