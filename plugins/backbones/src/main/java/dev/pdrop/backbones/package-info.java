// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/** The backbones module. */
@NullMarked
package dev.pdrop.backbones;

import org.jspecify.annotations.NullMarked;
