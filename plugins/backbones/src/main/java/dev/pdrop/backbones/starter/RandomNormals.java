// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.starter;

/**
 * Normally distributed numbers that are the same on every machine and Java release, a sequence of its own for each
 * tensor.
 *
 * <p>A tensor's numbers follow from the seed and its name alone, whatever else is drawn and in whatever order.
 *
 * @source Bits: Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014, figure 17, with the
 *     mixing constants of Stafford's variant 13; names are folded into the seed by the same mixing function. Normal
 *     numbers: Marsaglia's polar method, both of a pair used.
 */
final class RandomNormals {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private long state;

    private RandomNormals(long state) {
        this.state = state;
    }

    /**
     * The numbers of a tensor.
     *
     * @param deviation standard deviation; the mean is 0
     */
    static float[] of(long seed, String name, int count, double deviation) {
        long folded = mix(seed + GOLDEN);
        for (int i = 0; i < name.length(); i++) {
            folded = mix(mix(folded + GOLDEN) ^ name.charAt(i));
        }
        return new RandomNormals(folded).normals(count, deviation);
    }

    /* StrictMath, since Math.log may differ between machines in its last bit. */
    private float[] normals(int count, double deviation) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i += 2) {
            double x;
            double y;
            double square;
            do {
                x = betweenMinusOneAndOne();
                y = betweenMinusOneAndOne();
                square = x * x + y * y;
            } while (square >= 1 || square == 0);
            double scale = deviation * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
            numbers[i] = (float) (scale * x);
            if (i + 1 < count) {
                numbers[i + 1] = (float) (scale * y);
            }
        }
        return numbers;
    }

    private double betweenMinusOneAndOne() {
        state += GOLDEN;
        return (mix(state) >> 11) * 0x1p-52;
    }

    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
