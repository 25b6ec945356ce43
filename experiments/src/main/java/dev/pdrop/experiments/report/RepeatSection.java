// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.run.StoredRun;
import java.util.List;

/** The commands that repeat the run. */
final class RepeatSection implements Section {

    @Override
    public String heading() {
        return "Do it again";
    }

    @Override
    public List<Html> body(StoredRun run) {
        String folder = shell(run.name());
        if (!run.manifest().complete()) {
            return List.of(
                    Html.element("p", "Go on where it stopped; what was answered is kept:"),
                    command("./pdrop run runs/" + folder + "/effective.conf"));
        }
        return List.of(
                Html.element("p", "Repeat it as it was, and compare every answer:"),
                command("./pdrop rerun " + folder),
                Html.element("p", "Run the same experiment, or with something changed:"),
                command("./pdrop run runs/" + folder + "/effective.conf --set seed="
                        + (run.manifest().seed() + 1)),
                Html.element("p", "Where the folder of runs is another one than runs/, put its path in front."));
    }

    private static Html command(String text) {
        return Html.element("pre", Html.element("code", text));
    }

    /** In quotes if the shell would read it otherwise. */
    private static String shell(String word) {
        return word.matches("[A-Za-z0-9._=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
