// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.budget;

import dev.pdrop.engine.cost.Workload;
import dev.pdrop.spi.Geometry;

/** What a schedule may spend: something that can be measured of a workload, and how much of it. */
public interface Budget {

    /** How much a workload spends, in the budget's unit; never less for more visual tokens in a layer. */
    double spent(Geometry geometry, Workload workload);

    /** How much may be spent on a prompt of so many visual tokens. */
    double target(Geometry geometry, int visualTokens);

    /** What it is counted in, without commas, such as {@code visual tokens on average}. */
    String unit();

    /** An amount for people, such as {@code 128 visual tokens on average}. */
    default String amount(double spent) {
        return Amounts.text(spent) + " " + unit();
    }

    /** The budget in one phrase without commas, such as {@code 128 visual tokens on average}. */
    String describe();
}
