// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import picocli.CommandLine.Option;

/** Whether a command writes for people or for machines. */
final class JsonOption {

    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .serializeNulls()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .disableHtmlEscaping()
            .create();

    @Option(names = "--json", description = "Print JSON and nothing else to standard output.")
    private boolean json;

    boolean wanted() {
        return json;
    }

    /** A value as JSON: records and maps become objects, with their keys in order and in snake_case. */
    static String text(Object value) {
        return GSON.toJson(value);
    }
}
