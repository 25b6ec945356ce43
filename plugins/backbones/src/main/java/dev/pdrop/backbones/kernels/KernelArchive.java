// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.kernels;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The kernel texts as a TorchScript module file, written without Python.
 *
 * <p>A module file is a zip of uncompressed entries: the source of one class, a pickle of one object of that class, an
 * empty tuple of constants, and the version of the format.
 */
final class KernelArchive {

    private static final List<String> TEXTS = List.of(
            "shared.py", "decoder.py", "probes.py", "rows.py", "vision.py", "windows.py", "weights.py", "gradients.py");

    /* The format of libtorch 2; an older number would make it rewrite operators as they were then. */
    private static final String FORMAT_VERSION = "10\n";

    private static final String HEADER = """
            class Kernels(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
            """;

    private KernelArchive() {}

    /** Writes the module. */
    static void write(Path file) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            put(zip, "kernels/data.pkl", pickledModule());
            put(zip, "kernels/code/__torch__.py", source().getBytes(StandardCharsets.UTF_8));
            put(zip, "kernels/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            put(zip, "kernels/version", FORMAT_VERSION.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The source of the class: every text, indented into its body, without comments, which would be read each time. */
    static String source() {
        StringBuilder source = new StringBuilder(HEADER);
        for (String text : TEXTS) {
            read(text)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
                    .forEach(line -> source.append("  ")
                            .append(line.replace("(self,", "(self: __torch__.Kernels,"))
                            .append('\n'));
        }
        return source.toString();
    }

    private static String read(String text) {
        try (InputStream stream = KernelArchive.class.getResourceAsStream(text)) {
            if (stream == null) {
                throw new IllegalStateException("the kernel text " + text + " is missing from the jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /* Pickle protocol 2: an object of the class made without arguments, its state {"training": False}. */
    private static byte[] pickledModule() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {(byte) 0x80, 2});
        bytes.write("c__torch__\nKernels\n)".getBytes(StandardCharsets.US_ASCII));
        bytes.write(new byte[] {(byte) 0x81, '}', '(', 'X', 8, 0, 0, 0});
        bytes.write("training".getBytes(StandardCharsets.US_ASCII));
        bytes.write(new byte[] {(byte) 0x89, 'u', 'b', '.'});
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
