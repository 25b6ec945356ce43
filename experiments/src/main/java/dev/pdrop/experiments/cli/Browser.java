// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.Locale;
import java.util.Map;

/**
 * The browser of whoever sits before the screen, if there is one.
 *
 * @param environment the environment's variables, which tell whether there is a display
 */
record Browser(Map<String, String> environment) {

    /** Opens a page; an address is printed in any case, so that it does no harm if that fails. */
    void open(String page) {
        boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
        if (!mac && !environment.containsKey("DISPLAY") && !environment.containsKey("WAYLAND_DISPLAY")) {
            return;
        }
        try {
            new ProcessBuilder(mac ? "open" : "xdg-open", page)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // There is no such program.
            return;
        }
    }
}
