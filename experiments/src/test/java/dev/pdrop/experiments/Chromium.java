// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The browser of this machine, and the program that drives it. */
public final class Chromium {

    private static final String REQUIRED = "PDROP_REQUIRE_BROWSER";

    private Chromium() {}

    /** The browser; without one the tests that need it are skipped and say so, unless it is required. */
    public static Path browser() {
        return required("no Chromium on the PATH", "chromium", "chromium-browser", "google-chrome");
    }

    /** What drives it, likewise. */
    public static Path driver() {
        return required("no chromedriver on the PATH", "chromedriver");
    }

    private static Path required(String missing, String... names) {
        Optional<Path> program = Stream.of(names)
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":", -1)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
        String message = missing + ": NOT RUN in a browser";
        if ("true".equals(System.getenv(REQUIRED))) {
            assertThat(program).as(message).isPresent();
        }
        Assumptions.assumeTrue(program.isPresent(), message);
        return program.orElseThrow();
    }
}
