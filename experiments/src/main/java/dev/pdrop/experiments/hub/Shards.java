// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.hub;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.pdrop.spi.FailedRunException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The files over which weights are spread. */
final class Shards {

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*\\.safetensors");

    private Shards() {}

    /**
     * The files that an index names.
     *
     * @param model for messages
     * @param index the content of {@link Listing#INDEX}
     * @return plain names, each once
     * @throws FailedRunException if it names anything else
     */
    static List<String> named(ModelName model, String index) {
        Set<String> names = new LinkedHashSet<>();
        try {
            JsonObject map = JsonParser.parseString(index).getAsJsonObject().getAsJsonObject("weight_map");
            map.entrySet().forEach(tensor -> names.add(tensor.getValue().getAsString()));
        } catch (JsonParseException | IllegalStateException | NullPointerException | UnsupportedOperationException e) {
            throw new FailedRunException(
                    "expected a weight_map in " + Listing.INDEX + " of " + model
                            + ", found none; choose another revision",
                    e);
        }
        names.stream()
                .filter(name -> !PLAIN_NAME.matcher(name).matches())
                .findFirst()
                .ifPresent(name -> {
                    throw unexpected(model, name);
                });
        return List.copyOf(names);
    }

    /** A file that is named and is not one of safetensors beside the index. */
    static FailedRunException unexpected(ModelName model, String name) {
        return new FailedRunException("expected the files that " + Listing.INDEX + " of " + model
                + " names to be safetensors beside it, found '" + name + "'; choose another revision");
    }
}
