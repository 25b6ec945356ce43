// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.local;

import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a server wrote while it ran, and what that means if it did not go well.
 *
 * @param folder of the server's data
 */
record ServerLog(Path folder) {

    static final String DATABASE = "mlflow.db";

    /* What the server says of a database of an older version, and of a newer. */
    private static final String OTHER_VERSION = "out-of-date database schema";

    /* As Python ends a trace. */
    private static final Pattern ERROR = Pattern.compile("[\\w.]+(?:Error|Exception): ");

    Path file() {
        return folder.resolve("server.log");
    }

    /** The server ended, which it should not. */
    FailedRunException ended(int exitCode) {
        String text = text();
        if (text.contains(OTHER_VERSION)) {
            return new FailedRunException("expected " + folder.resolve(DATABASE)
                    + " to be of the version of MLflow that pdrop ui starts, found it of another one: move the folder "
                    + folder + " away and start again; runs are sent anew from their folders");
        }
        return new FailedRunException("expected the MLflow server to run, found that it ended with exit code "
                + exitCode + " (" + lastLine(text) + "): the whole log is " + file());
    }

    /** The server did not answer in time. */
    FailedRunException silent(Duration patience) {
        return new FailedRunException("expected the MLflow server to answer within " + patience.toSeconds()
                + " s, found it silent: the log is " + file() + "; try again when the machine is less busy");
    }

    private String text() {
        try {
            return new String(Files.readAllBytes(file()), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** The last error that it names, else the last line that says something. */
    private static String lastLine(String text) {
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        return last(lines.stream().filter(line -> ERROR.matcher(line).lookingAt()))
                .or(() -> last(lines.stream()))
                .orElse("it said nothing");
    }

    private static Optional<String> last(Stream<String> lines) {
        return lines.reduce((before, line) -> line);
    }
}
