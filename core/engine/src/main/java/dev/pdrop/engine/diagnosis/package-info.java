// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * What arms keep, and what that says of their rankers: where on the grid it lies, how evenly, how much of it is
 * padding, how far two arms or two layers agree.
 *
 * <p>{@link dev.pdrop.engine.diagnosis.ChoiceWatch} lets arms choose, {@link dev.pdrop.engine.diagnosis.Diagnosis} sums
 * up what they chose.
 */
@NullMarked
package dev.pdrop.engine.diagnosis;

import org.jspecify.annotations.NullMarked;
