// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import com.typesafe.config.ConfigObject;

/**
 * A record bound from configuration.
 *
 * @param value the record
 * @param effective the settings it was bound from, paths absolute and nulls left out; values keep their origins
 * @param <R> the record type
 */
public record BoundRecord<R extends Record>(R value, ConfigObject effective) {}
