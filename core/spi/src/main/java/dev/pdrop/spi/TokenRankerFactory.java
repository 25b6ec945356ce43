// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/**
 * Makes a ranker from its configuration.
 *
 * @param <C> the configuration record
 */
public interface TokenRankerFactory<C extends Record> extends PluginFactory<C, TokenRanker> {}
