// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plugin;

import dev.pdrop.spi.ErrorKind;
import dev.pdrop.spi.PdropException;
import org.jspecify.annotations.Nullable;

/** A plugin that cannot be loaded. */
public final class BrokenPluginException extends PdropException {

    private static final long serialVersionUID = 1L;

    BrokenPluginException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public ErrorKind kind() {
        return ErrorKind.PLUGIN;
    }
}
