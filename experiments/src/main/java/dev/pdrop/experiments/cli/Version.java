// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of the toolkit and the commit it was built from, both written into a resource by the build. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"pdrop " + number()};
    }

    /** Version and commit. */
    static String number() {
        Properties properties = new Properties();
        try (InputStream stream = Version.class.getResourceAsStream("version.properties")) {
            if (stream == null) {
                throw new IllegalStateException("the build left out version.properties");
            }
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String commit = properties.getProperty("commit", "");
        String suffix = commit.isBlank() ? "" : " (commit " + commit + ")";
        return properties.getProperty("version") + suffix;
    }
}
