// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * What is to be trained, read from HOCON and checked as a whole:
 * {@link dev.pdrop.experiments.train.plan.TrainingReader} makes a
 * {@link dev.pdrop.experiments.train.plan.TrainingPlan}. Keys and meanings stand in {@code conf/train/base.conf}.
 */
@NullMarked
package dev.pdrop.experiments.train.plan;

import org.jspecify.annotations.NullMarked;
