// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/** The datasets module. */
@NullMarked
package dev.pdrop.datasets;

import org.jspecify.annotations.NullMarked;
