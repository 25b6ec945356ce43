// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

/**
 * Images drawn with replacement, as many as there are.
 *
 * @param weights how often each image was drawn; borrowed: the next resample overwrites them
 * @param size questions on the images drawn
 * @param squaredSize sum of squares of the number of questions of the images drawn
 */
@SuppressWarnings("ArrayRecordComponent")
record Resample(double[] weights, double size, double squaredSize) {}
