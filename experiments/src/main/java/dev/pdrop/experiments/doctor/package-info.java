// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * Looks at the machine and says what would keep an experiment from running well.
 *
 * <p><b>In reading order.</b> A {@link dev.pdrop.experiments.doctor.Check} looks at one thing and tells its
 * {@link dev.pdrop.experiments.doctor.Finding}s: what was found, whether that is good, and what to do if it is not.
 * {@link dev.pdrop.experiments.doctor.Doctor} has the checks in their order. A new check is one class and one line
 * there.
 */
@NullMarked
package dev.pdrop.experiments.doctor;

import org.jspecify.annotations.NullMarked;
