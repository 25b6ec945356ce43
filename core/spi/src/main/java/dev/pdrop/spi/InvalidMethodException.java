// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import org.jspecify.annotations.Nullable;

/** A ranker, schedule and model that do not go together; found before anything is loaded. */
public final class InvalidMethodException extends PdropException {

    private static final long serialVersionUID = 1L;

    /** A failure with nothing underneath it; the message is one sentence. */
    public InvalidMethodException(String message) {
        super(message);
    }

    /** A failure caused by another; the message is one sentence. */
    public InvalidMethodException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public ErrorKind kind() {
        return ErrorKind.CONFIG;
    }
}
