// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What answers requests behind a {@link MisbehavingServer}. */
public interface Backend {

    /**
     * A request.
     *
     * @param method such as {@code POST}
     * @param path without the query
     * @param query the raw query; empty if there is none
     * @param headers by name in lower case
     * @param text the body
     */
    record Request(String method, String path, String query, Map<String, List<String>> headers, String text) {}

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param body JSON or text
     * @param headers by name
     */
    record Answer(int status, String body, Map<String, String> headers) {

        /** An answer without headers of its own. */
        Answer(int status, String body) {
            this(status, body, Map.of());
        }
    }

    /** Carries a request out. */
    Answer answer(Request request) throws IOException;
}
