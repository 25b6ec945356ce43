// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.report.PicturePage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code pdrop show} writes.
 *
 * @param png the picture
 * @param html the page
 */
record PictureFiles(Path png, Path html) {

    private static final String OUT = "--out";

    /** A file of ours says so in its first bytes. */
    private static final int BEGINNING = 1 << 16;

    /**
     * The files.
     *
     * @param out a folder that is there, or the path of the files without their endings; null for the working folder
     * @param name of files in a folder, without endings
     */
    static PictureFiles of(@Nullable Path out, String name) {
        Path start = out == null ? Path.of("") : out;
        Path path = out == null || Files.isDirectory(out) ? start.resolve(name) : start;
        String base = path.getFileName().toString().replaceFirst("(?i)\\.(png|html)$", "");
        return new PictureFiles(path.resolveSibling(base + ".png"), path.resolveSibling(base + ".html"));
    }

    /** Whether any of them is there: of an earlier call, once {@link #check} has found nothing. */
    boolean exist() {
        return Files.exists(png) || Files.exists(html);
    }

    /** Finds out what keeps them from being written, before a model is loaded. */
    void check(ConfigProblems problems) {
        Path folder = png.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            add(
                    problems,
                    "expected files in a folder that is there, found " + png + "; make the folder or choose another");
            return;
        }
        Stream.of(png, html)
                .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isOurs(file))
                .forEach(file -> add(
                        problems,
                        "expected room for a picture, found " + file
                                + ", which pdrop show did not write; move it away or choose another place"));
    }

    private static void add(ConfigProblems problems, String problem) {
        problems.add(new SourceLocation(OUT, 0), "", problem);
    }

    private static boolean isOurs(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream stream = Files.newInputStream(file)) {
            return new String(stream.readNBytes(BEGINNING), StandardCharsets.ISO_8859_1)
                    .contains(PicturePage.GENERATOR);
        } catch (IOException e) {
            return false;
        }
    }
}
