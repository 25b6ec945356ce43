// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

import java.util.Arrays;
import java.util.Optional;

/** The resampling filters that a checkpoint can ask for; its {@code resample} is Pillow's number of the filter. */
enum Resampling {
    /** The one pixel that lies under the middle of the new one. */
    NEAREST(0, 0),
    /** A windowed sinc with three lobes. */
    LANCZOS(1, 3),
    /** A triangle. */
    BILINEAR(2, 1),
    /** Keys's cubic with a = -0.5. */
    BICUBIC(3, 2);

    private final int number;
    private final double support;

    Resampling(int number, double support) {
        this.number = number;
        this.support = support;
    }

    static Optional<Resampling> of(int number) {
        return Arrays.stream(values()).filter(each -> each.number == number).findFirst();
    }

    /** How far the filter reaches to each side, in pixels of the coarser picture. */
    double support() {
        return support;
    }

    /** The weight of a pixel at a distance from the middle. */
    double weight(double distance) {
        double x = Math.abs(distance);
        if (x >= support) {
            return 0;
        }
        return switch (this) {
            case NEAREST -> 1;
            case LANCZOS -> sinc(x) * sinc(x / 3);
            case BILINEAR -> 1 - x;
            case BICUBIC -> cubic(x);
        };
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
    }

    private static double cubic(double x) {
        double a = -0.5;
        return x < 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : (((x - 5) * x + 8) * x - 4) * a;
    }
}
