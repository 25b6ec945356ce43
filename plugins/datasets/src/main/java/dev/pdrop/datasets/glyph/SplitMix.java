// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.ArrayList;
import java.util.List;

/**
 * Random numbers that are the same everywhere: SplitMix64, and bounded numbers made of it by a rule of our own.
 *
 * <p>The classes of {@code java.util.random} leave it to the release how a bounded number or a shuffle is made of bits;
 * here all of it is in this file. Generators are made from a path of numbers, such as (seed, split, image), so that
 * whatever is drawn for one image does not depend on the others, nor on how many threads there are.
 *
 * <p>Mutable; used by one thread.
 *
 * @source Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014, figure 17 with the mixing
 *     constants of Stafford's variant 13. Deviation: the increment is fixed; paths are folded by the same mixing
 *     function.
 */
final class SplitMix {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private long state;

    SplitMix(long state) {
        this.state = state;
    }

    /** The generator of a path; each path has its own. */
    static SplitMix of(long... path) {
        return new SplitMix(fold(path));
    }

    /** A number that stands for a sequence of numbers. */
    static long fold(long... path) {
        long folded = path.length;
        for (long step : path) {
            folded = mix(mix(folded + GOLDEN) ^ step);
        }
        return folded;
    }

    /** 64 random bits. */
    long next() {
        state += GOLDEN;
        return mix(state);
    }

    /**
     * A number from 0 to {@code bound} - 1.
     *
     * @param bound at least 1; numbers differ in probability by less than {@code bound} / 2^32
     */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** A number from {@code least} to {@code greatest}. */
    int between(int least, int greatest) {
        return least + below(greatest - least + 1);
    }

    /** True with a probability from 0 to 1. */
    boolean chance(double probability) {
        return (next() >>> 11) * 0x1.0p-53 < probability;
    }

    /** One of a list that is not empty. */
    <T> T pick(List<T> list) {
        return list.get(below(list.size()));
    }

    /** So many different ones of a list, in random order. */
    <T> List<T> pick(List<T> list, int count) {
        List<T> rest = new ArrayList<>(list);
        List<T> picked = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            picked.add(rest.remove(below(rest.size())));
        }
        return picked;
    }

    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
