// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.run.StoredRun;
import java.util.List;

/** A part of the report under a heading of its own. */
interface Section {

    /** The heading; also gives the address inside the page, so it differs from that of any other section. */
    String heading();

    /** What stands below the heading; empty if there is nothing to say, which leaves the section out. */
    List<Html> body(StoredRun run);
}
