// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredNumbersTest {

    @TempDir
    private Path folder;

    @Test
    void knowsWhatHalvesMean() {
        assertThat(StoredNumbers.half((short) 0x3c00)).isEqualTo(1f);
        assertThat(StoredNumbers.half((short) 0xc000)).isEqualTo(-2f);
        assertThat(StoredNumbers.half((short) 0x3555)).isEqualTo(0x1.554p-2f);
        assertThat(StoredNumbers.half((short) 0x7bff)).isEqualTo(65504f);
        assertThat(StoredNumbers.half((short) 0x0001)).isEqualTo(0x1p-24f);
        assertThat(StoredNumbers.half((short) 0x83ff)).isEqualTo(-0x1.ff8p-15f);
        assertThat(StoredNumbers.half((short) 0x8000)).isEqualTo(-0f);
        assertThat(StoredNumbers.half((short) 0x7c00)).isInfinite().isPositive();
        assertThat(StoredNumbers.half((short) 0x7e00)).isNaN();
    }

    @Test
    void readsEachFormatFromWhereItLies() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(3 + 4 + 4 + 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[3]).putFloat(1.5f);
        bytes.putShort((short) 0x3c00).putShort((short) 0xc000);
        bytes.putShort((short) 0x3fc0).putShort((short) 0xc000);
        Path file = Files.write(folder.resolve("numbers"), bytes.array());

        assertThat(numbers(file, StoredFormat.F32, 3, 1)).containsExactly(1.5f);
        assertThat(numbers(file, StoredFormat.F16, 7, 2)).containsExactly(1f, -2f);
        assertThat(numbers(file, StoredFormat.BF16, 11, 2)).containsExactly(1.5f, -2f);
    }

    private static float[] numbers(Path file, StoredFormat format, long position, long count) {
        return StoredNumbers.read(new StoredTensor("w", file, format, List.of(count), position));
    }
}
