// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.tracking.server.RunInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The questions and the model of a run, as MLflow takes what a run reads.
 *
 * @param data the questions that are asked
 * @param model that answers them
 */
record RunInputs(RunInput data, RunInput model) {

    private static final int DIGEST = 12;
    private static final String FILE = "file";
    private static final String QUESTIONS = "questions.jsonl";

    /**
     * Of a run folder.
     *
     * @param folder holds the experiment as it was run
     */
    static RunInputs of(Path folder, Manifest manifest) {
        Config dataset = dataset(folder);
        Manifest.Hashes hashes = manifest.hashes();
        JsonObject profile = new JsonObject();
        profile.addProperty("num_rows", manifest.examples());
        return new RunInputs(
                new RunInput(
                        "evaluation",
                        name(dataset),
                        digest(hashes.inputs().isEmpty() ? hashes.data() : hashes.inputs()),
                        dataset.hasPath("use") ? dataset.getString("use") : "",
                        dataset.root().render(ConfigRenderOptions.concise()),
                        profile.toString()),
                new RunInput(
                        "model",
                        manifest.backbone().getOrDefault("model", "model"),
                        digest(hashes.model()),
                        manifest.backbone().getOrDefault("family", ""),
                        new Gson().toJson(manifest.backbone()),
                        "{}"));
    }

    /** Both of them. */
    List<RunInput> all() {
        return List.of(data, model);
    }

    /** A question file is known by its folder, unless it has a name of its own; what is made, by who makes it. */
    private static String name(Config dataset) {
        if (!dataset.hasPath(FILE)) {
            return dataset.hasPath("use") ? dataset.getString("use") : "questions";
        }
        Path file = Path.of(dataset.getString(FILE));
        String folder = Optional.ofNullable(file.getParent())
                .map(Path::getFileName)
                .map(Path::toString)
                .orElse("");
        String name = String.valueOf(file.getFileName());
        return name.equals(QUESTIONS) && !folder.isEmpty() ? folder : name;
    }

    private static String digest(String hash) {
        return hash.substring(0, Math.min(DIGEST, hash.length()));
    }

    /** What an older run does not say is left open. */
    private static Config dataset(Path folder) {
        try {
            Config config = ConfigFactory.parseString(Files.readString(folder.resolve("effective.conf")));
            return config.hasPath("dataset") ? config.getConfig("dataset") : ConfigFactory.empty();
        } catch (IOException | ConfigException e) {
            return ConfigFactory.empty();
        }
    }
}
