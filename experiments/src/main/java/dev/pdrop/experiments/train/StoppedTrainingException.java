// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import dev.pdrop.spi.ErrorKind;
import dev.pdrop.spi.PdropException;

/** A training that ended early because somebody asked for it; its checkpoint is written. */
public final class StoppedTrainingException extends PdropException {

    private static final long serialVersionUID = 1L;

    StoppedTrainingException(String message) {
        super(message);
    }

    @Override
    public ErrorKind kind() {
        return ErrorKind.RUN;
    }
}
