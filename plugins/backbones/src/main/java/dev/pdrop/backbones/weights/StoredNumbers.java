// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.weights;

import dev.pdrop.spi.InvalidModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** Reads the numbers of a stored weight into memory: what no engine runs, but a saved folder has to hold. */
final class StoredNumbers {

    private static final int HALF_INFINITE = 0x1f;
    private static final float HALF_SUBNORMAL = 0x1p-24f;

    private StoredNumbers() {}

    /** All numbers, row by row. */
    static float[] read(StoredTensor tensor) {
        float[] numbers = new float[Math.toIntExact(tensor.elements())];
        ByteBuffer bytes = bytes(tensor);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (tensor.format()) {
                case F32 -> bytes.getFloat();
                case F16 -> half(bytes.getShort());
                case BF16 -> Float.intBitsToFloat(bytes.getShort() << Short.SIZE);
                default -> throw new IllegalArgumentException(tensor.name() + " is no weight");
            };
        }
        return numbers;
    }

    private static ByteBuffer bytes(StoredTensor tensor) {
        ByteBuffer bytes = ByteBuffer.allocate(
                        Math.toIntExact(tensor.elements() * tensor.format().bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(tensor.file(), StandardOpenOption.READ)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, tensor.position() + bytes.position()) < 0) {
                    throw new IOException("it ends early");
                }
            }
        } catch (IOException e) {
            throw new InvalidModelException(
                    "expected to read tensor " + tensor.name() + " of " + tensor.file() + ", found an error ("
                            + e.getMessage() + "): check the file",
                    e);
        }
        return bytes.flip();
    }

    /** IEEE 754 binary16, which Java knows from version 20 on. */
    static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >> 10 & HALF_INFINITE;
        int fraction = bits & 0x3ff;
        if (exponent == 0) {
            float subnormal = fraction * HALF_SUBNORMAL;
            return sign == 0 ? subnormal : -subnormal;
        }
        int wide = exponent == HALF_INFINITE ? 0xff : exponent + 112;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }
}
