// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

/** A figure with how sure it is, or with the reason why nothing is said of that. */
public sealed interface Estimate permits Interval, NoStatement {

    /** The figure in the data at hand, as a share of 1; 0 if there is no question. */
    double estimate();

    /** Questions behind it. */
    int questions();

    /** Images behind it: what counts as n. */
    int images();
}
