// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.run.Software;
import picocli.CommandLine.IVersionProvider;

/** The version of the toolkit and the commit it was built from. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        Software software = Software.installed();
        String suffix = software.commit().isEmpty() ? "" : " (commit " + software.commit() + ")";
        return new String[] {"pdrop " + software.pdrop() + suffix};
    }
}
