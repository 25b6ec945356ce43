// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.doctor;

import java.util.List;

/** Looks at one thing. */
interface Check {

    /** What was found, at least one finding; never an exception for what may be wrong with a machine. */
    List<Finding> findings();
}
