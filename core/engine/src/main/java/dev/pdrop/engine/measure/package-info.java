// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * What arms really save, beside what they should.
 *
 * <p>{@link dev.pdrop.engine.measure.Stopwatch} takes each arm again and again through the first questions, one at a
 * time and sharing nothing, and gives {@link dev.pdrop.engine.measure.Measured}: for each arm an
 * {@link dev.pdrop.engine.measure.ArmTimes}, and whether the machine was steady
 * ({@link dev.pdrop.engine.measure.Drift}).
 */
@NullMarked
package dev.pdrop.engine.measure;

import org.jspecify.annotations.NullMarked;
