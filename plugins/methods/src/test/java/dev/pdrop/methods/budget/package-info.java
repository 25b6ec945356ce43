// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/** Budgets, solved over the published schedules, and the published figures. */
@NullMarked
package dev.pdrop.methods.budget;

import org.jspecify.annotations.NullMarked;
