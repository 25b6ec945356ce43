// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.hub;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.pdrop.spi.FailedRunException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The files of a model at one commit.
 *
 * <p>Only those in no folder under a plain name: nothing else is wanted, whatever a hub makes up.
 *
 * @param model whose they are
 * @param commit which revision it was
 * @param files by name
 * @param pickles names of files of weights in formats that run code when they are read
 */
record Listing(ModelName model, String commit, Map<String, HubFile> files, List<String> pickles) {

    /** Names the file of each tensor, where there are several. */
    static final String INDEX = "model.safetensors.index.json";

    private static final String WEIGHTS = "model.safetensors";
    private static final String CONFIG = "config.json";

    /** What a folder needs beside its weights, as far as it is there. */
    private static final Set<String> DESCRIPTIONS = new LinkedHashSet<>(List.of(
            CONFIG,
            "generation_config.json",
            "preprocessor_config.json",
            "processor_config.json",
            "video_preprocessor_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "chat_template.json",
            "chat_template.jinja"));

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern PICKLE = Pattern.compile(".*\\.(bin|pt|pth|ckpt|pkl)");

    /**
     * Reads what a hub answers.
     *
     * @param address of the hub, for messages
     * @throws FailedRunException if it is no listing
     */
    static Listing read(ModelName model, String answer, HubAddress address) {
        try {
            JsonObject listing = JsonParser.parseString(answer).getAsJsonObject();
            String commit = listing.get("sha").getAsString();
            if (!COMMIT.matcher(commit).matches()) {
                throw new IllegalArgumentException("not a commit: " + commit);
            }
            Map<String, HubFile> files = new LinkedHashMap<>();
            List<String> pickles = new ArrayList<>();
            for (JsonElement one : listing.getAsJsonArray("siblings")) {
                JsonObject file = one.getAsJsonObject();
                String name = file.get("rfilename").getAsString();
                if (PLAIN_NAME.matcher(name).matches()) {
                    files.put(name, new HubFile(name, size(file), Checksum.of(file)));
                    if (PICKLE.matcher(name).matches()) {
                        pickles.add(name);
                    }
                }
            }
            return new Listing(model, commit, files, pickles);
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | NullPointerException
                | UnsupportedOperationException e) {
            throw new FailedRunException(
                    "expected " + address + " to list the files of " + model
                            + ", found an answer that is none; correct HF_ENDPOINT, or try again later",
                    e);
        }
    }

    private static long size(JsonObject file) {
        long size = file.get("size").getAsLong();
        if (size < 0) {
            throw new IllegalArgumentException("not a size: " + size);
        }
        return size;
    }

    /** The file that names those of the weights, if there are several. */
    Optional<HubFile> index() {
        return Optional.ofNullable(files.get(INDEX));
    }

    /** Everything but the weights. */
    List<HubFile> descriptions() {
        if (!files.containsKey(CONFIG)) {
            throw new FailedRunException("expected " + CONFIG + " among the files of " + model
                    + ", found none; choose a model in the format of transformers");
        }
        return DESCRIPTIONS.stream().filter(files::containsKey).map(files::get).toList();
    }

    /**
     * The weights, where they are in one file.
     *
     * @throws FailedRunException if there are none as safetensors
     */
    List<HubFile> weights() {
        HubFile weights = files.get(WEIGHTS);
        if (weights == null) {
            throw new FailedRunException(
                    "expected weights as safetensors (" + WEIGHTS + " or " + INDEX + ") in " + model
                            + ", found "
                            + (pickles.isEmpty()
                                    ? "none; choose a model in the format of transformers"
                                    : pickles.get(0)
                                            + ", a pickle, which runs code when it is read; choose a revision or a model that has"
                                            + " safetensors"));
        }
        return List.of(weights);
    }

    /**
     * The weights, where an index names several files.
     *
     * @param names of these files
     * @throws FailedRunException if one is not there
     */
    List<HubFile> weights(List<String> names) {
        return names.stream()
                .map(name -> Optional.ofNullable(files.get(name)).orElseThrow(() -> Shards.unexpected(model, name)))
                .toList();
    }
}
