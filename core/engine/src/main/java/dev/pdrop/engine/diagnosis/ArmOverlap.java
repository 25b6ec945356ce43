// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.diagnosis;

/**
 * How far two arms agree on the tokens that are left behind their last stages.
 *
 * @param first name of an arm
 * @param second name of a later arm
 * @param jaccard tokens that both keep over tokens that either keeps, mean over questions
 * @param chance what two choices of these sizes would have if they had nothing to do with each other, nearly: expected
 *     tokens that both keep over expected tokens that either keeps, mean over questions
 * @param questions of which at least one arm keeps something
 */
public record ArmOverlap(String first, String second, double jaccard, double chance, int questions) {}
