// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

/** The ranker chose different numbers of tokens for the examples of a batch, which must therefore go on apart. */
public final class UnevenSelectionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnevenSelectionException() {
        super("examples of one batch keep different numbers of visual tokens", null, false, false);
    }
}
