// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.doctor;

import java.util.Locale;

/** Sizes for people. */
final class Bytes {

    private static final double GIBIBYTE = 1L << 30;
    private static final double MEBIBYTE = 1L << 20;

    private Bytes() {}

    /** A size in GiB, or in MiB if it is less than one. */
    static String text(long bytes) {
        return bytes >= GIBIBYTE
                ? String.format(Locale.ROOT, "%.1f GiB", bytes / GIBIBYTE)
                : String.format(Locale.ROOT, "%.0f MiB", bytes / MEBIBYTE);
    }
}
