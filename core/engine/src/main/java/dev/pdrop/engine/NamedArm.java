// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

/**
 * An arm under its name.
 *
 * @param name its name
 * @param method how it reduces
 * @param seeds of its random numbers
 */
public record NamedArm(String name, Method method, Seeds seeds) {}
