// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** The text files of the repository, without what is built or run. */
final class SourceTree {

    private static final Set<String> OUTSIDE = Set.of(
            ".git", ".pdrop", "target", "runs", "mlflow", ".idea", ".vscode", "__pycache__", ".ipynb_checkpoints");
    private static final Pattern TEXT = Pattern.compile(
            "(?:.*\\.(?:java|xml|conf|md|txt|json|jsonl|properties|py|sh|html|css|js|yaml|yml|ipynb|csv|tsv|config|gitignore"
                    + "|gitattributes|editorconfig)|[^.]+)");

    private final Path root;
    private final List<Source> sources = new ArrayList<>();

    /**
     * A text file.
     *
     * @param path from the root, with slashes
     * @param text all of it
     */
    record Source(String path, String text) {

        boolean is(String extension) {
            return path.endsWith("." + extension);
        }

        /** Whether it is part of the product, not of its tests. */
        boolean isMain() {
            return path.contains("src/main/");
        }

        /** Where something stands in it, as {@code file:line}. */
        String at(int offset) {
            return path + ":" + (1 + text.substring(0, offset).lines().count() - (endsInsideLine(offset) ? 1 : 0));
        }

        private boolean endsInsideLine(int offset) {
            return offset > 0 && text.charAt(offset - 1) != '\n';
        }
    }

    private SourceTree(Path root) {
        this.root = root;
    }

    /** The tree that the working directory is in. */
    static SourceTree find() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("core").resolve("spi"))) {
            folder = Objects.requireNonNull(folder.getParent(), "the working directory is outside the repository");
        }
        try {
            return new SourceTree(folder).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Source> sources() {
        return List.copyOf(sources);
    }

    /** The folders of the Maven modules, from the root. */
    List<String> modules() {
        String pom = sources.stream()
                .filter(source -> source.path().equals("pom.xml"))
                .findFirst()
                .orElseThrow()
                .text();
        return Pattern.compile("<module>([^<]+)</module>")
                .matcher(pom)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private SourceTree read() throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return !folder.equals(root)
                                && OUTSIDE.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = file.getFileName().toString();
                if (TEXT.matcher(name).matches() && !OUTSIDE.contains(name)) {
                    String path = root.relativize(file).toString().replace('\\', '/');
                    sources.add(new Source(path, Files.readString(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        sources.sort(java.util.Comparator.comparing(Source::path));
        return this;
    }
}
