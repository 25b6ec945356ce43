// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.StoredRun;
import java.util.ArrayList;
import java.util.List;

/** What the run is about: model, questions and arms. */
final class AskedSection implements Section {

    @Override
    public String heading() {
        return "What was asked";
    }

    @Override
    public List<Html> body(StoredRun run) {
        Manifest manifest = run.manifest();
        Config settings = settings(run.effectiveConf());
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Model", lastOf(setting(settings, "backbone.model")) + " (" + described(manifest) + ")"));
        rows.add(List.of(
                "Data set",
                lastOf(setting(settings, "dataset.file")) + ", " + Words.count(manifest.examples(), "question")
                        + (setting(settings, "dataset.limit").isEmpty() ? "" : ", the first of the file")));
        rows.add(List.of("Said to the model", setting(settings, "dataset.prompt")));
        rows.add(List.of("Judged by", setting(settings, "dataset.metric.use")));
        rows.add(List.of("Seed", Long.toString(manifest.seed())));
        rows.removeIf(row -> row.get(1).isBlank());
        return List.of(
                Html.element(
                        "p",
                        "An image costs a model many tokens. Each arm below is one way to drop some of them on their way"
                                + " through the layers; every arm answers the same questions with the same model, so that"
                                + " only the dropping differs."),
                Words.terms("facts", rows));
    }

    private static String described(Manifest manifest) {
        List<String> facts = new ArrayList<>();
        for (String key : List.of("family", "dtype", "device")) {
            String value = manifest.backbone().getOrDefault(key, "");
            if (!value.isEmpty()) {
                facts.add(value);
            }
        }
        return String.join(", ", facts);
    }

    private static Config settings(String text) {
        try {
            return ConfigFactory.parseString(text);
        } catch (ConfigException e) {
            // Of another version: the settings stand below as they are.
            return ConfigFactory.empty();
        }
    }

    private static String setting(Config settings, String path) {
        try {
            return settings.hasPath(path) ? settings.getString(path) : "";
        } catch (ConfigException.WrongType e) {
            return "";
        }
    }

    /** The name of a file or folder: where it lay is in the settings. */
    private static String lastOf(String path) {
        String trimmed = path.replaceAll("[/\\\\]+$", "");
        return trimmed.substring(Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\')) + 1);
    }
}
