// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/** What whoever asks servers has to know of HTTP: {@link dev.pdrop.experiments.web.RetryAfter}. */
@NullMarked
package dev.pdrop.experiments.web;

import org.jspecify.annotations.NullMarked;
