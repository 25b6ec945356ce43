// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import org.jspecify.annotations.Nullable;

/** An image that is missing, broken, too large or not an image. */
public final class InvalidImageException extends PdropException {

    private static final long serialVersionUID = 1L;

    /** A failure with nothing underneath it; the message is one sentence. */
    public InvalidImageException(String message) {
        super(message);
    }

    /** A failure caused by another; the message is one sentence. */
    public InvalidImageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public ErrorKind kind() {
        return ErrorKind.RUN;
    }
}
