// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * What must hold before a number is believed.
 *
 * <p>{@link dev.pdrop.engine.gates.FidelityGates} tries the arms of an experiment on its own model and first questions
 * and gives a {@link dev.pdrop.engine.gates.GateResult} for each gate and arm. A gate is one class that says what it
 * expects: {@code KeepAllGate}, {@code KeptTokensGate}, {@code TextIntactGate}, {@code PlannedCountsGate},
 * {@code ChangedCountGate}, {@code RisingPositionsGate}. They look at a {@code Trial}: answers, logits, and the
 * {@code Step}s that a {@code WatchedBackbone} saw. Exact: one that fails means that numbers would say something else
 * than they seem to.
 *
 * <p>{@link dev.pdrop.engine.gates.SignalGate} is statistical and never fatal: it looks at the answers of a whole run.
 */
@NullMarked
package dev.pdrop.engine.gates;

import org.jspecify.annotations.NullMarked;
