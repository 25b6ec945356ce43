// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * Schedules that meet a budget: which lambda, share, count or first layer costs so much and no more.
 *
 * <p>A {@link dev.pdrop.engine.budget.Budget} is what may be spent, a {@link dev.pdrop.spi.ScheduleFamily} what there
 * is to choose from, {@link dev.pdrop.engine.budget.BudgetSolver} finds the
 * {@link dev.pdrop.engine.budget.BudgetSolution}, and {@link dev.pdrop.engine.budget.BudgetScheduler} is the scheduler
 * that solves it for each number of visual tokens.
 */
@NullMarked
package dev.pdrop.engine.budget;

import org.jspecify.annotations.NullMarked;
