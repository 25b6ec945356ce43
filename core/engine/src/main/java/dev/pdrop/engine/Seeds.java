// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import dev.pdrop.spi.Point;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Where the random numbers of an arm come from.
 *
 * <p>A generator depends on seed, arm, replicate, example and point, and on nothing else: not on the order in which
 * examples run, nor on what else runs.
 *
 * @param seed of the experiment
 * @param arm name of the arm
 * @param replicate number of the replicate, from 0
 */
public record Seeds(long seed, String arm, int replicate) {

    /**
     * The generator for one example at one point.
     *
     * @param example id of the example
     */
    public RandomGenerator generator(String example, Point point) {
        String name =
                String.join("\u0000", Long.toString(seed), arm, Integer.toString(replicate), example, point.toString());
        return new SplittableRandom(ByteBuffer.wrap(sha256(name)).getLong());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
