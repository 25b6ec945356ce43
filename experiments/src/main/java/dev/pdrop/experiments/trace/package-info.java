// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * One example in full detail: the contract by which pdrop is compared with other implementations.
 *
 * <p>{@link dev.pdrop.experiments.trace.Tracer} runs the example; {@link dev.pdrop.experiments.trace.Trace} is what
 * came out and how it is written.
 */
@NullMarked
package dev.pdrop.experiments.trace;

import org.jspecify.annotations.NullMarked;
