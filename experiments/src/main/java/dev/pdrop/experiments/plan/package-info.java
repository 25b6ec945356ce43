/**
 * From an experiment file to an immutable, fully checked plan.
 *
 * <p><b>In reading order.</b> {@link dev.pdrop.experiments.plan.ExperimentPlan} is the result: a backbone, a
 * {@link dev.pdrop.experiments.plan.DatasetPlan} and a list of {@link dev.pdrop.experiments.plan.ArmPlan arms}.
 * {@link dev.pdrop.experiments.plan.ExperimentReader} makes it from a file and overrides;
 * {@link dev.pdrop.experiments.plan.MethodResolver} makes one arm from a method file alone.
 */
@NullMarked
package dev.pdrop.experiments.plan;

import org.jspecify.annotations.NullMarked;
