// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.weights;

/** The number formats that a safetensors file may hold. */
enum StoredFormat {
    BOOL(1),
    U8(1),
    I8(1),
    F8_E5M2(1),
    F8_E4M3(1),
    I16(2),
    U16(2),
    F16(2),
    BF16(2),
    I32(4),
    U32(4),
    F32(4),
    F64(8),
    I64(8),
    U64(8);

    private final int bytes;

    StoredFormat(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one number. */
    int bytes() {
        return bytes;
    }

    /** Whether weights may be stored so. */
    boolean isWeight() {
        return this == F32 || this == F16 || this == BF16;
    }
}
