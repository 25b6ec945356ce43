// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * Methods of visual-token reduction, one package each, and {@link dev.pdrop.methods.MethodsPlugin}, which offers them.
 *
 * <p>A method is a ranker and a schedule; the position policy is chosen where the two are put together. Defaults are
 * the official code's. Any ranker goes with any schedule and any position policy.
 */
@NullMarked
package dev.pdrop.methods;

import org.jspecify.annotations.NullMarked;
