// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * Runs a method on a backbone: plan, rank, select, retain, generate.
 *
 * <p><b>In reading order.</b> {@link dev.pdrop.engine.Method} = ranker + scheduler + position policy.
 * {@link dev.pdrop.engine.Prefill} takes a batch of prompts through all decoder layers and reduces at the stages of the
 * schedule; each stage is a {@link dev.pdrop.engine.Reduction}, whose choice is {@link dev.pdrop.engine.TopSelection}.
 * {@link dev.pdrop.engine.GreedyDecoding} goes on from there, token by token. {@link dev.pdrop.engine.BatchRun} puts
 * the two together and keeps the time. {@link dev.pdrop.engine.Batches} says which examples run together.
 *
 * <p>Everything here is a pure function of its arguments: no clock but the one handed in, and randomness only from
 * {@link dev.pdrop.engine.Seeds}.
 */
@NullMarked
package dev.pdrop.engine;

import org.jspecify.annotations.NullMarked;
