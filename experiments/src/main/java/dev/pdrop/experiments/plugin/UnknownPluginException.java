// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plugin;

import dev.pdrop.spi.ErrorKind;
import dev.pdrop.spi.PdropException;

/** A name that no plugin has. */
public final class UnknownPluginException extends PdropException {

    private static final long serialVersionUID = 1L;

    /** A failure to find a name; the message is one sentence. */
    public UnknownPluginException(String message) {
        super(message);
    }

    @Override
    public ErrorKind kind() {
        return ErrorKind.PLUGIN;
    }
}
