// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.hub;

/**
 * A file of a model, as a hub lists it.
 *
 * @param name a plain name, in no folder
 * @param size bytes
 * @param checksum what its bytes come to
 */
record HubFile(String name, long size, Checksum checksum) {}
