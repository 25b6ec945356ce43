// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import dev.pdrop.engine.Method;
import dev.pdrop.engine.Seeds;

/**
 * An arm that is held to the gates.
 *
 * @param name its name
 * @param method how it reduces
 * @param seeds of its random numbers
 */
public record GateArm(String name, Method method, Seeds seeds) {}
