// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import java.io.IOException;

/**
 * Something that a user can get wrong.
 *
 * @param name what it is, in a few words
 * @param setup brings it about
 */
record ErrorSituation(String name, Setup setup) {

    /** Brings a situation about in a workshop, and says which command is to meet it. */
    interface Setup {
        /** The arguments of the command. */
        String[] in(ErrorWorkshop workshop) throws IOException;
    }
}
