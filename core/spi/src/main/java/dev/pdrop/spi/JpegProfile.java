// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Takes the colour profile out of a JPEG, which the JDK's reader would otherwise apply. */
final class JpegProfile {

    private static final int START_OF_IMAGE = 0xd8;
    private static final int START_OF_SCAN = 0xda;
    private static final int APPLICATION_2 = 0xe2;

    private JpegProfile() {}

    /** The file without its second application segments; the file itself if it is no JPEG. */
    static byte[] removed(byte[] file) {
        if (file.length < 4 || at(file, 0) != 0xff || at(file, 1) != START_OF_IMAGE) {
            return file;
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
        kept.write(file, 0, 2);
        int position = 2;
        while (position + 4 <= file.length && at(file, position) == 0xff && at(file, position + 1) != START_OF_SCAN) {
            int end = position + 2 + (at(file, position + 2) << 8 | at(file, position + 3));
            if (at(file, position + 1) != APPLICATION_2) {
                kept.writeBytes(Arrays.copyOfRange(file, position, Math.min(end, file.length)));
            }
            position = Math.min(end, file.length);
        }
        kept.write(file, position, file.length - position);
        return kept.toByteArray();
    }

    private static int at(byte[] file, int position) {
        return file[position] & 0xff;
    }
}
