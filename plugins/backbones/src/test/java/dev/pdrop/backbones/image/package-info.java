// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
@NullMarked
package dev.pdrop.backbones.image;

import org.jspecify.annotations.NullMarked;
