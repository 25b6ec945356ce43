// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Breaks bytes in the ways in which files break, and in some in which only an enemy would. */
final class Mutations {

    private static final int MOST = 6;
    private static final int LONGEST_SLICE = 64;

    private final RandomGenerator random;
    private final List<byte[]> corpus;
    private final List<byte[]> words;

    /**
     * Mutations.
     *
     * @param corpus whole inputs, of which pieces are put into each other
     * @param words what means something in such an input, at least one
     */
    Mutations(RandomGenerator random, List<byte[]> corpus, List<byte[]> words) {
        this.random = random;
        this.corpus = List.copyOf(corpus);
        this.words = List.copyOf(words);
    }

    /** A member of the corpus, broken once or some times, more often a few: what is broken much is refused early. */
    byte[] next() {
        byte[] input = pick(corpus);
        int count = 1 + random.nextInt(1 + random.nextInt(MOST));
        for (int i = 0; i < count; i++) {
            input = mutated(input);
        }
        return input;
    }

    private byte[] mutated(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = Math.min(input.length, from + random.nextInt(LONGEST_SLICE));
        return switch (random.nextInt(8)) {
            case 0 -> flipped(input, from);
            case 1 -> random.nextInt(4) > 0 ? flipped(input, from) : Arrays.copyOf(input, from);
            case 2 -> joined(input, from, new byte[0], to);
            case 3 -> joined(input, from, pick(words), from);
            case 4 -> joined(input, from, pick(words), to);
            case 5 -> joined(input, to, Arrays.copyOfRange(input, from, to), to);
            case 6 -> joined(input, from, slice(pick(corpus)), to);
            default -> overwritten(input, from, pick(words));
        };
    }

    private byte[] flipped(byte[] input, int at) {
        byte[] copy = input.clone();
        if (at < copy.length) {
            copy[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return copy;
    }

    private static byte[] overwritten(byte[] input, int at, byte[] word) {
        byte[] copy = input.clone();
        System.arraycopy(word, 0, copy, at, Math.min(word.length, copy.length - at));
        return copy;
    }

    private byte[] slice(byte[] whole) {
        int from = random.nextInt(whole.length + 1);
        return Arrays.copyOfRange(whole, from, Math.min(whole.length, from + random.nextInt(LONGEST_SLICE)));
    }

    private static byte[] joined(byte[] input, int end, byte[] middle, int start) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(input, 0, end);
        joined.writeBytes(middle);
        joined.write(input, start, input.length - start);
        return joined.toByteArray();
    }

    private byte[] pick(List<byte[]> all) {
        return all.get(random.nextInt(all.size()));
    }
}
