// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

/**
 * The unit in which multiply-adds are told, so that numbers are neither tiny nor huge.
 *
 * @param unit its abbreviation
 * @param meaning its name
 * @param perTera how many of it are 10^12 multiply-adds
 */
record Arithmetic(String unit, String meaning, double perTera) {

    /** The unit that fits the largest of some numbers of 10^12 multiply-adds. */
    static Arithmetic fitting(double largest) {
        if (largest >= 0.1) {
            return new Arithmetic("TMAC", "million million multiply-adds", 1);
        }
        return largest >= 1e-4
                ? new Arithmetic("GMAC", "thousand million multiply-adds", 1e3)
                : new Arithmetic("MMAC", "million multiply-adds", 1e6);
    }

    /** So many 10^12 multiply-adds in this unit. */
    double of(double tera) {
        return tera * perTera;
    }
}
