// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.server;

/**
 * What a run reads, as MLflow calls it a dataset: a set of questions, or the files of a model.
 *
 * @param context what it is to the run, such as {@code evaluation}
 * @param name shown to people
 * @param digest short hash of its content; with the name it tells two of them apart
 * @param sourceType what kind of place it comes from
 * @param source where it comes from, as JSON
 * @param profile what there is to say of its size, as JSON
 */
public record RunInput(String context, String name, String digest, String sourceType, String source, String profile) {

    /* The server takes no more. */
    private static final int DIGEST_LENGTH = 36;

    /** Shortens the digest to what the server takes. */
    public RunInput {
        digest = digest.substring(0, Math.min(DIGEST_LENGTH, digest.length()));
    }

    /** By which it is known to be there. */
    String key() {
        return name + " " + digest;
    }
}
