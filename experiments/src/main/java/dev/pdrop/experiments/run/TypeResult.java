// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.util.Optional;

/**
 * The records of one arm to questions of one type, summed up.
 *
 * @param arm name of the arm
 * @param type kind of question, as the data set says; empty for questions of which it does not say
 * @param examples how many questions were asked
 * @param accuracy mean score, from 0 to 1
 * @param loyalty share of answers equal to those of the unreduced arm, of the questions that both could be asked;
 *     absent if there is none
 * @param failures questions that could not be asked; they count as wrong
 */
public record TypeResult(
        String arm, String type, int examples, double accuracy, Optional<Double> loyalty, int failures) {}
