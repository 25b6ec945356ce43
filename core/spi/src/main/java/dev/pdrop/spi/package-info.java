// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * What a plugin implements, and the values that plugins and engine exchange.
 *
 * <p><b>In reading order.</b> {@link dev.pdrop.spi.Plugin} is the one entry point of a jar; it offers
 * {@link dev.pdrop.spi.PluginFactory factories}, each with a name, a configuration record and a {@code create}. A
 * {@link dev.pdrop.spi.StageScheduler} says at which {@link dev.pdrop.spi.Point} how many visual tokens stay; a
 * {@link dev.pdrop.spi.TokenRanker} says which ones; a {@link dev.pdrop.spi.Backbone} is the model that is run, one
 * {@link dev.pdrop.spi.DecoderState} at a time; a {@link dev.pdrop.spi.Dataset} holds the questions and a
 * {@link dev.pdrop.spi.Metric} judges the answers.
 *
 * <p><b>Ownership.</b> Arguments are borrowed and results are given: an implementation never closes, detaches or
 * attaches an array that it was handed, and what it returns is attached to the manager that it was handed. A result of
 * a tensor operation belongs to the manager of its <em>first operand</em>.
 *
 * <p><b>Layer K boundary</b> means the point where K decoder layers have run: K = 0 is after the projector and before
 * the first layer. <b>Visual tokens</b> are the rows that came from images, numbered 0 to N-1 over all images of a
 * prompt in the order in which they stand in it; that number is a token's <em>visual index</em> and never changes. A
 * <b>row</b> is a place in the sequence as it is now.
 *
 * <p><b>Errors.</b> What a user can cause is a {@link dev.pdrop.spi.PdropException}: one sentence that says what was
 * expected, what was found, where, and what to do.
 */
@NullMarked
package dev.pdrop.spi;

import org.jspecify.annotations.NullMarked;
