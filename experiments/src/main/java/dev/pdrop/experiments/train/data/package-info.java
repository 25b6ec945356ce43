// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * From examples to what a step learns from: {@link dev.pdrop.experiments.train.data.GroupReader} gathers the questions
 * of an image, {@link dev.pdrop.experiments.train.data.BatchMaker} turns a pool of such groups into batches of equally
 * long lessons, and {@link dev.pdrop.experiments.train.data.BatchStream} does so ahead of the model, in an order that
 * does not depend on threads, and from any {@link dev.pdrop.experiments.train.data.Position}.
 */
@NullMarked
package dev.pdrop.experiments.train.data;

import org.jspecify.annotations.NullMarked;
