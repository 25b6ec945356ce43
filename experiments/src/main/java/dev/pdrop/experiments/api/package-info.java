// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * pdrop for programs and notebooks: {@link dev.pdrop.experiments.api.Pdrop} is where to begin.
 *
 * <p><b>In reading order.</b> {@link dev.pdrop.experiments.api.Pdrop} gives the others.
 * {@link dev.pdrop.experiments.api.Asking} puts one question, {@link dev.pdrop.experiments.api.Answered} is what came
 * of it. {@link dev.pdrop.experiments.api.Experiment} is a file with settings laid over it,
 * {@link dev.pdrop.experiments.api.Run} what it left; {@link dev.pdrop.experiments.api.Mlflow} and
 * {@link dev.pdrop.experiments.api.LoggedArms} are what a server was told. Whatever is
 * {@link dev.pdrop.experiments.api.Shown} shows itself in a notebook.
 *
 * <p>All of it is thin: plans, runs, traces and reports are those of the packages that the command line uses.
 */
@NullMarked
package dev.pdrop.experiments.api;

import org.jspecify.annotations.NullMarked;
