// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * Model folders from a hub into the cache that other programs share: {@link dev.pdrop.experiments.hub.Pull}.
 *
 * <p>What a hub says is not believed: names of files are plain names or refused, sizes and checksums hold or the file
 * is thrown away, answers have a length, and the token goes to the endpoint alone.
 */
@NullMarked
package dev.pdrop.experiments.hub;

import org.jspecify.annotations.NullMarked;
