// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import org.jspecify.annotations.Nullable;

/**
 * A failure that a user can understand and mend.
 *
 * <p>The message is one sentence: what was expected, what was found, where, and what to do about it. Anything that is
 * not a {@code PdropException} is a defect of the program.
 */
public abstract class PdropException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A failure with nothing underneath it. */
    protected PdropException(String message) {
        super(message);
    }

    /** A failure caused by another. */
    protected PdropException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** What the failure is about. */
    public abstract ErrorKind kind();
}
