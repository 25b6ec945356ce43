// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.measure;

import java.util.Optional;

/**
 * What an arm took for one question.
 *
 * @param arm name of the arm
 * @param visionMillis tower and projector, which a backbone does in one go
 * @param prefillMillis embedding, decoder layers, drops and the first logits, told beforehand what to keep: no ranking
 *     in it
 * @param rankingMillis what the prefill took longer because it ranked: what the ranker looks at, its scores, the
 *     choice. A difference of two times, so that noise can make a small one negative
 * @param decodeMillis one more token
 * @param firstTokenMillis from pixels to the first logits
 * @param tokensPerSecond tokens written a second of decoding
 * @param peakBytes most resident memory of the process while the arm ran, weights and what earlier arms left allocated
 *     included; absent where the system does not tell
 * @param measuredSaving share of the unreduced model's time to the first token that the arm saves; negative if it is
 *     slower
 * @param theoreticalSaving the same of multiply-adds under the convention {@code full}
 * @param realisedFraction measured saving over theoretical saving; absent where nothing should be saved
 */
public record ArmTimes(
        String arm,
        Timing visionMillis,
        Timing prefillMillis,
        Timing rankingMillis,
        Timing decodeMillis,
        Timing firstTokenMillis,
        double tokensPerSecond,
        Optional<Long> peakBytes,
        double measuredSaving,
        double theoreticalSaving,
        Optional<Double> realisedFraction) {}
