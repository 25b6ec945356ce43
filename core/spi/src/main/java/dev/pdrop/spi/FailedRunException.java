// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import org.jspecify.annotations.Nullable;

/** A run that cannot go on: a score that is not a number, an input or output error. */
public final class FailedRunException extends PdropException {

    private static final long serialVersionUID = 1L;

    /** A failure with nothing underneath it; the message is one sentence. */
    public FailedRunException(String message) {
        super(message);
    }

    /** A failure caused by another; the message is one sentence. */
    public FailedRunException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public ErrorKind kind() {
        return ErrorKind.RUN;
    }
}
