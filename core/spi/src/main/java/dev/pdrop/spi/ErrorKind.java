// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/** What a user-facing error is about; decides the exit code of the command line. */
public enum ErrorKind {
    /** Usage and configuration: unknown key, value out of range, missing configuration file. */
    CONFIG,
    /** A plugin: unknown, duplicate or broken. */
    PLUGIN,
    /** The run itself: model, image, data, device, input and output, a failed gate. */
    RUN
}
