// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Blocks of settings beside each other. */
final class Settings {

    private Settings() {}

    /**
     * What tells a block from some others, for people: {@code query = last-prompt-token, positions = original}.
     *
     * @param block one of them, or one like them
     * @param all blocks of settings
     * @return in parentheses behind a blank; empty if there is nothing to tell
     */
    static String distinction(JsonObject block, Collection<JsonObject> all) {
        List<Map<String, String>> others = all.stream().map(Settings::flat).toList();
        String distinction = flat(block).entrySet().stream()
                .filter(one -> others.stream().anyMatch(other -> !one.getValue().equals(other.get(one.getKey()))))
                .map(one -> one.getKey().substring(one.getKey().lastIndexOf('.') + 1) + " = " + one.getValue())
                .collect(Collectors.joining(", "));
        return distinction.isEmpty() ? "" : " (" + distinction + ")";
    }

    /** Values by path, in the order of paths. */
    private static Map<String, String> flat(JsonObject block) {
        Map<String, String> flat = new TreeMap<>();
        block.entrySet().forEach(entry -> {
            JsonElement value = entry.getValue();
            if (value.isJsonObject()) {
                flat(value.getAsJsonObject()).forEach((path, text) -> flat.put(entry.getKey() + "." + path, text));
            } else {
                flat.put(
                        entry.getKey(),
                        value instanceof JsonPrimitive primitive ? primitive.getAsString() : value.toString());
            }
        });
        return flat;
    }
}
