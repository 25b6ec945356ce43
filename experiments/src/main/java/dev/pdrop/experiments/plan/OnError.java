// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

/** What becomes of an example that cannot be asked: a malformed line, a missing or broken image. */
public enum OnError {
    /** The run ends with it; what was answered until then is kept. */
    FAIL,
    /** It is recorded in every arm, counts as wrong, and the run goes on. */
    RECORD
}
