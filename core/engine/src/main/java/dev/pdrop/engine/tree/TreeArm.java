// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.tree;

import dev.pdrop.engine.Method;
import dev.pdrop.engine.Seeds;

/**
 * One arm, or one replicate of an arm.
 *
 * @param method how it reduces; arms whose rankers are equal share their verdicts
 * @param seeds of its random numbers
 */
public record TreeArm(Method method, Seeds seeds) {}
