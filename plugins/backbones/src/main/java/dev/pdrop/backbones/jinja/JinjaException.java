// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

/** A template that cannot be parsed or rendered; whoever knows its file turns this into an error for the user. */
public final class JinjaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean raised;

    private JinjaException(String message, boolean raised) {
        super(message);
        this.raised = raised;
    }

    static JinjaException broken(String message) {
        return new JinjaException(message, false);
    }

    static JinjaException raised(String message) {
        return new JinjaException(message, true);
    }

    /** Whether the template itself refused its input, by {@code raise_exception}. */
    public boolean isRaised() {
        return raised;
    }
}
