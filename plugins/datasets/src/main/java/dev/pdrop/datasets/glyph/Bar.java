// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

/**
 * A bar of a chart.
 *
 * @param colour unique in the chart
 * @param height from 1 to {@link Chart#HIGHEST}, unique in the chart
 */
record Bar(Colour colour, int height) {}
