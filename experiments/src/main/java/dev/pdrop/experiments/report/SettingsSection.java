// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.config.Credentials;
import dev.pdrop.experiments.run.StoredRun;
import java.util.List;

/** Every setting that held, each with where it was set. */
final class SettingsSection implements Section {

    @Override
    public String heading() {
        return "All settings";
    }

    @Override
    public List<Html> body(StoredRun run) {
        String text = Credentials.hiddenIn(run.effectiveConf());
        return List.of(
                Html.element(
                        "p",
                        "Each with the file and line, the flag or the plugin that set it. This is effective.conf of the"
                                + " run's folder, which runs as it is."),
                Words.scrolling("All settings", Html.element("pre", Html.element("code", text.stripTrailing()))));
    }
}
