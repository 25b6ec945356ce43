// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.run.Software;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of the toolkit and the commit it was built from, both written into a resource by the build. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        Software software = software();
        String suffix = software.commit().isEmpty() ? "" : " (commit " + software.commit() + ")";
        return new String[] {"pdrop " + software.pdrop() + suffix};
    }

    /** What the build wrote. */
    static Software software() {
        Properties properties = new Properties();
        try (InputStream stream = Version.class.getResourceAsStream("version.properties")) {
            if (stream == null) {
                throw new IllegalStateException("the build left out version.properties");
            }
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Software.of(
                properties.getProperty("version", ""),
                properties.getProperty("commit", "").strip(),
                Boolean.parseBoolean(properties.getProperty("dirty", "").strip()));
    }
}
