// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * All arms of an experiment at once: what they do alike is done once.
 *
 * <p><b>In reading order.</b> A {@link dev.pdrop.engine.tree.Company} is the questions that run together, and what
 * their prompts have in common; {@link dev.pdrop.engine.tree.Companies} gathers them while they stream by. A
 * {@link dev.pdrop.engine.tree.TreeArm} is a method with its seeds. {@link dev.pdrop.engine.tree.AblationTree} answers
 * a company under all arms: each arm is a {@code Traveller} on its way down, and a {@code Trail} remembers what the
 * layers on the way processed. A {@link dev.pdrop.engine.tree.TreeSketch} is the same tree told beforehand.
 *
 * <p><b>What is shared.</b> Arms that have done the same so far are one state, whatever they do later. Arms with equal
 * rankers share a verdict, unless the ranker asked how many tokens stay or drew a random number. Arms that keep the
 * same tokens at the same positions stay one state. Questions about the same images share everything up to the end of
 * their images, until the first layer whose values a ranker that looks at text wants to see; for arms whose rankers do
 * not look at text, through all layers.
 *
 * <p><b>Why it is exact.</b> Sharing between arms runs the very kernels that an arm alone would run, on the same
 * shapes, so that its numbers are the same to the last bit. Sharing between questions rests on causal attention: rows
 * never see what follows them. There rows go through kernels in other company, which may change last digits; hence an
 * arm's numbers follow from its company, and from nothing that the other arms do.
 *
 * <p><b>Memory.</b> Depth first: a state is closed when the last arm has left it, so that at any time only one way down
 * is held, with a state for each stage on it.
 */
@NullMarked
package dev.pdrop.engine.tree;

import org.jspecify.annotations.NullMarked;
