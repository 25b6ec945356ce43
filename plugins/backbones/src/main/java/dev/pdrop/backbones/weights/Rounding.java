// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.weights;

import dev.pdrop.spi.TrainableBackbone;
import java.nio.ByteBuffer;

/** Narrows float32 numbers to the formats that weights are stored in, to the nearest one and to even ones on a tie. */
enum Rounding {
    FLOAT32(StoredFormat.F32) {
        @Override
        void put(float value, ByteBuffer to) {
            to.putFloat(value);
        }

        @Override
        boolean holds(float value) {
            return Float.isFinite(value);
        }
    },
    FLOAT16(StoredFormat.F16) {
        @Override
        void put(float value, ByteBuffer to) {
            to.putShort(half(value));
        }

        @Override
        boolean holds(float value) {
            return Math.abs(value) < HALF_INFINITY;
        }
    },
    BFLOAT16(StoredFormat.BF16) {
        @Override
        void put(float value, ByteBuffer to) {
            to.putShort(brain(value));
        }

        @Override
        boolean holds(float value) {
            return Math.abs(value) < BRAIN_INFINITY;
        }
    };

    /* From here on float16 rounds to infinity: half a step above its largest number, 65504. */
    private static final float HALF_INFINITY = 65520f;

    /* Half a step above the largest bfloat16 number. */
    private static final float BRAIN_INFINITY = 0x1.ffp127f;

    private final StoredFormat stored;

    Rounding(StoredFormat stored) {
        this.stored = stored;
    }

    /** The rounding into a format. */
    static Rounding of(TrainableBackbone.StoredFormat format) {
        return switch (format) {
            case FLOAT32 -> FLOAT32;
            case FLOAT16 -> FLOAT16;
            case BFLOAT16 -> BFLOAT16;
        };
    }

    /** What the file says of it. */
    StoredFormat stored() {
        return stored;
    }

    /** Appends the number that is nearest to a value. */
    abstract void put(float value, ByteBuffer to);

    /** Whether a value is finite and stays so. */
    abstract boolean holds(float value);

    /** The bits of the nearest bfloat16 number: the upper half of the float32 bits, rounded. */
    static short brain(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return 0x7fc0;
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    /** The bits of the nearest float16 number: sign, 5 bits of exponent with bias 15, 10 bits of fraction. */
    static short half(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        float magnitude = Math.abs(value);
        return (short) (sign | (Float.isNaN(value) ? 0x7e00 : halfMagnitude(magnitude)));
    }

    private static int halfMagnitude(float magnitude) {
        if (magnitude >= HALF_INFINITY) {
            return 0x7c00;
        }
        if (magnitude >= 0x1p-14f) {
            int rebased = Float.floatToRawIntBits(magnitude) - ((127 - 15) << 23);
            return (rebased + 0xfff + ((rebased >>> 13) & 1)) >>> 13;
        }
        // Float32 numbers from 1/2 to 1 lie as far apart as subnormal float16 ones, so the addition rounds.
        return Float.floatToRawIntBits(magnitude + 0.5f) - Float.floatToRawIntBits(0.5f);
    }
}
