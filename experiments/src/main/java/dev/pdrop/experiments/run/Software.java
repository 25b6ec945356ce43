// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which pdrop ran, on which Java.
 *
 * @param pdrop version of the toolkit
 * @param commit the commit that it was built from, abbreviated; empty if the build did not say
 * @param dirty whether sources had been changed since that commit
 * @param java version of the Java platform
 */
public record Software(String pdrop, String commit, boolean dirty, String java) {

    /** The given build on the Java platform of this process. */
    public static Software of(String pdrop, String commit, boolean dirty) {
        return new Software(pdrop, commit, dirty, System.getProperty("java.version"));
    }

    /** Version and commit, for people. */
    public String build() {
        return commit.isEmpty() ? pdrop : pdrop + " of commit " + commit + (dirty ? " with changes" : "");
    }

    /** The build of this process, as the build itself wrote it into a resource. */
    public static Software installed() {
        Properties properties = new Properties();
        try (InputStream stream = Software.class.getResourceAsStream("version.properties")) {
            if (stream == null) {
                throw new IllegalStateException("the build left out version.properties");
            }
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(
                properties.getProperty("version", ""),
                properties.getProperty("commit", "").strip(),
                Boolean.parseBoolean(properties.getProperty("dirty", "").strip()));
    }
}
