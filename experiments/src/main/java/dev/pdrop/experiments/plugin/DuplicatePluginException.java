// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plugin;

import dev.pdrop.spi.ErrorKind;
import dev.pdrop.spi.PdropException;

/** Two plugins of one kind under one name. */
public final class DuplicatePluginException extends PdropException {

    private static final long serialVersionUID = 1L;

    DuplicatePluginException(String message) {
        super(message);
    }

    @Override
    public ErrorKind kind() {
        return ErrorKind.PLUGIN;
    }
}
