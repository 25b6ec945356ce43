// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
@NullMarked
package dev.pdrop.backbones.text;

import org.jspecify.annotations.NullMarked;
