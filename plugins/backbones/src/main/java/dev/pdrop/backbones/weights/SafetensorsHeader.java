// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.weights;

import com.google.gson.stream.JsonReader;
import dev.pdrop.spi.InvalidModelException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and checks the header of a safetensors file.
 *
 * <p>The file is eight bytes of header length (little-endian), the header (JSON: name to format, shape and offsets),
 * and the numbers. Nothing that the header claims is believed: every tensor must lie inside the file, be as long as its
 * shape says, and overlap no other.
 */
final class SafetensorsHeader {

    /* The limit of the reference implementation. */
    private static final long LONGEST_HEADER = 100_000_000;

    private static final int LENGTH_BYTES = 8;

    private final Path file;
    private final long dataStart;
    private final long fileSize;

    private SafetensorsHeader(Path file, long dataStart, long fileSize) {
        this.file = file;
        this.dataStart = dataStart;
        this.fileSize = fileSize;
    }

    /** The tensors of a file by name, in file order. */
    static Map<String, StoredTensor> read(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            long length = headerLength(file, channel, size);
            String json = StandardCharsets.UTF_8
                    .decode(readFully(channel, LENGTH_BYTES, Math.toIntExact(length)))
                    .toString();
            return new SafetensorsHeader(file, LENGTH_BYTES + length, size).parse(json);
        } catch (IOException e) {
            throw new InvalidModelException(
                    "expected a readable safetensors file at " + file + ", found: " + e.getMessage()
                            + ": check the path and its permissions",
                    e);
        }
    }

    private static long headerLength(Path file, FileChannel channel, long size) throws IOException {
        if (size < LENGTH_BYTES) {
            throw new InvalidModelException("expected a safetensors header in " + file + ", found only " + size
                    + " bytes: fetch the file again");
        }
        long length = readFully(channel, 0, LENGTH_BYTES).getLong();
        if (length < 2 || length > LONGEST_HEADER || length > size - LENGTH_BYTES) {
            throw new InvalidModelException("expected the header of " + file + " to be 2 to "
                    + Math.min(LONGEST_HEADER, size - LENGTH_BYTES) + " bytes long, found a stated length of "
                    + Long.toUnsignedString(length)
                    + ": the file is cut short or is no safetensors file; fetch it again");
        }
        return length;
    }

    private static ByteBuffer readFully(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("the file ended early");
            }
        }
        return buffer.flip();
    }

    private Map<String, StoredTensor> parse(String json) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        try (JsonReader reader = new JsonReader(new StringReader(json))) {
            reader.beginObject();
            while (reader.hasNext()) {
                String name = reader.nextName();
                if (name.equals("__metadata__")) {
                    reader.skipValue();
                } else if (tensors.put(name, tensor(name, reader)) != null) {
                    throw wrong(name, "one entry a tensor", "two");
                }
            }
            reader.endObject();
        } catch (IOException | IllegalStateException e) {
            throw notJson(e);
        }
        requireNoOverlap(tensors);
        return tensors;
    }

    private StoredTensor tensor(String name, JsonReader reader) throws IOException {
        String dtype = "";
        List<Long> shape = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        try {
            reader.beginObject();
            while (reader.hasNext()) {
                switch (reader.nextName()) {
                    case "dtype" -> dtype = reader.nextString();
                    case "shape" -> readNumbers(reader, shape);
                    case "data_offsets" -> readNumbers(reader, offsets);
                    default -> reader.skipValue();
                }
            }
            reader.endObject();
        } catch (IllegalStateException | NumberFormatException e) {
            throw wrong(name, "an entry of dtype, shape and data_offsets", "another form");
        }
        StoredFormat format = format(name, dtype);
        requireInside(name, shape, offsets, format);
        return new StoredTensor(name, file, format, shape, dataStart + offsets.get(0));
    }

    private static void readNumbers(JsonReader reader, List<Long> numbers) throws IOException {
        reader.beginArray();
        while (reader.hasNext()) {
            numbers.add(reader.nextLong());
        }
        reader.endArray();
    }

    private StoredFormat format(String name, String dtype) {
        for (StoredFormat format : StoredFormat.values()) {
            if (format.name().equals(dtype)) {
                return format;
            }
        }
        throw wrong(name, "a dtype of safetensors such as F32, F16 or BF16", dtype);
    }

    private void requireInside(String name, List<Long> shape, List<Long> offsets, StoredFormat format) {
        long available = fileSize - dataStart;
        if (offsets.size() != 2 || offsets.get(0) < 0 || offsets.get(1) < offsets.get(0)) {
            throw wrong(name, "two ascending data_offsets", offsets.toString());
        }
        if (offsets.get(1) > available) {
            throw wrong(
                    name, "data up to byte " + offsets.get(1) + " behind the header", "only " + available + " bytes");
        }
        long held = offsets.get(1) - offsets.get(0);
        if (shape.stream().anyMatch(size -> size < 0) || bytes(shape, format) != held) {
            throw wrong(name, "as many bytes as shape " + shape + " of " + format + " takes", held + " bytes");
        }
    }

    /* -1 where the shape has more bytes than a number can count, which no file holds. */
    private static long bytes(List<Long> shape, StoredFormat format) {
        try {
            return shape.stream().reduce((long) format.bytes(), Math::multiplyExact);
        } catch (ArithmeticException e) {
            return -1;
        }
    }

    private void requireNoOverlap(Map<String, StoredTensor> tensors) {
        List<StoredTensor> ordered = new ArrayList<>(tensors.values());
        ordered.sort(Comparator.comparingLong(StoredTensor::position));
        long end = dataStart;
        for (StoredTensor tensor : ordered) {
            if (tensor.elements() > 0 && tensor.position() < end) {
                throw wrong(tensor.name(), "data of its own", "data that overlaps another tensor's");
            }
            end = Math.max(
                    end, tensor.position() + tensor.elements() * tensor.format().bytes());
        }
    }

    private InvalidModelException wrong(String name, String expected, String found) {
        return new InvalidModelException("expected " + expected + " for tensor " + name + " in " + file + ", found "
                + found + ": the file is damaged or cut short; fetch or convert it again");
    }

    private InvalidModelException notJson(Exception cause) {
        return new InvalidModelException(
                "expected a JSON object as the header of " + file
                        + ", found something else: the file is damaged or is no safetensors file; fetch it again",
                cause);
    }
}
