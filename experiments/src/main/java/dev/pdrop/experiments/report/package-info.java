// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * Writes {@code report.html}: a run on one page that needs nothing but itself.
 *
 * <p><b>In reading order.</b> {@link dev.pdrop.experiments.report.Report} is the page, and lists its sections in their
 * order; a {@link dev.pdrop.experiments.report.Section} makes what stands below one heading from a stored run, so that
 * a new section is one class and one line there. Everything is put together from
 * {@link dev.pdrop.experiments.report.Html}, which escapes what it is given. A
 * {@link dev.pdrop.experiments.report.Scatter} is a chart, drawn here as SVG: an
 * {@link dev.pdrop.experiments.report.Axis} has round numbers, {@link dev.pdrop.experiments.report.Labels} finds places
 * that do not overlap. A {@link dev.pdrop.experiments.report.LayerChart} shows differences over the layers of a model.
 *
 * <p>The page asks for nothing from anywhere: no script, no font, no picture; its security policy allows inline style
 * alone.
 */
@NullMarked
package dev.pdrop.experiments.report;

import org.jspecify.annotations.NullMarked;
