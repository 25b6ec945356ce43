// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.diagnosis;

/**
 * How far one ranker orders the same tokens alike at two layers.
 *
 * @param firstArm the arm that ranks at the earlier layer
 * @param firstLayer where
 * @param secondArm the arm that ranks at the later layer; the same one, or one with the same ranker
 * @param secondLayer where
 * @param kendall Kendall's tau-b over the tokens that both scored, mean over questions
 * @param questions over which the mean is: those where neither scores all of them alike
 */
public record LayerAgreement(
        String firstArm, int firstLayer, String secondArm, int secondLayer, double kendall, int questions) {}
