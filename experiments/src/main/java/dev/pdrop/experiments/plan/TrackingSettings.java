// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

/**
 * Where a run is followed from outside; decides nothing about its results.
 *
 * @param mlflow how an MLflow server is told
 */
public record TrackingSettings(MlflowSettings mlflow) {}
