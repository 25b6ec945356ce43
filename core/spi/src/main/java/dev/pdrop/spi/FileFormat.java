// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** What the JDK's readers do not check about a file: they accept files without their end and wrong checksums. */
final class FileFormat {

    private static final long PNG = 0x89504e470d0a1a0aL;
    private static final int RIFF = 0x52494646;
    private static final int WEBP = 0x57454250;
    private static final int CHUNK = 12;

    private FileFormat() {}

    /** Whether a file begins as a GIF. */
    static boolean isGif(byte[] file) {
        return file.length >= 10 && new String(file, 0, 3, StandardCharsets.US_ASCII).equals("GIF");
    }

    /** Whether a GIF's screen has this size; a first frame of another size stands somewhere on it. */
    static boolean fillsScreen(byte[] gif, int width, int height) {
        ByteBuffer header = ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN);
        return (header.getShort(6) & 0xffff) == width && (header.getShort(8) & 0xffff) == height;
    }

    /**
     * Checks that a PNG has all its chunks, each with the checksum it declares, and that a WebP is as long as it
     * declares; does nothing with other files.
     *
     * @throws IOException if it does not
     */
    static void check(byte[] file) throws IOException {
        if (file.length < CHUNK) {
            return;
        }
        ByteBuffer content = ByteBuffer.wrap(file);
        if (content.getLong(0) == PNG) {
            checkPng(file);
        } else if (content.getInt(0) == RIFF && content.getInt(8) == WEBP) {
            long declared = 8 + (Integer.reverseBytes(content.getInt(4)) & 0xffffffffL);
            if (declared > file.length) {
                throw new IOException("the end is missing");
            }
        }
    }

    private static void checkPng(byte[] file) throws IOException {
        ByteBuffer chunks = ByteBuffer.wrap(file).position(8);
        String type = "";
        while (!type.equals("IEND")) {
            if (chunks.remaining() < CHUNK) {
                throw new IOException("the end is missing");
            }
            int length = chunks.getInt();
            if (length < 0 || length > chunks.remaining() - 8) {
                throw new IOException("a chunk is cut short");
            }
            type = new String(file, chunks.position(), 4, StandardCharsets.US_ASCII);
            checkSum(file, chunks.position(), 4 + length, chunks.getInt(chunks.position() + 4 + length));
            chunks.position(chunks.position() + 8 + length);
        }
    }

    private static void checkSum(byte[] file, int start, int length, int declared) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(file, start, length);
        if ((int) sum.getValue() != declared) {
            throw new IOException("a chunk has a wrong checksum");
        }
    }
}
