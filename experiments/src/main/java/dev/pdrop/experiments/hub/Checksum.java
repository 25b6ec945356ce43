// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.hub;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What the bytes of a file must come to; also the name under which a cache keeps them.
 *
 * @param kind how it is computed
 * @param hex lower-case hexadecimal digits
 */
record Checksum(Kind kind, String hex) {

    /** How it is computed. */
    enum Kind {
        /** SHA-256 of the bytes: files that a hub keeps apart because they are large. */
        SHA256("SHA-256", 64),
        /** SHA-1 of the bytes behind git's header of a blob: all others. */
        GIT_BLOB("SHA-1", 40);

        private final String algorithm;
        private final Pattern form;

        Kind(String algorithm, int digits) {
            this.algorithm = algorithm;
            this.form = Pattern.compile("[0-9a-f]{" + digits + "}");
        }
    }

    /** Checks the form: it becomes the name of a file. */
    Checksum {
        if (!kind.form.matcher(hex).matches()) {
            throw new IllegalArgumentException("not a checksum of " + kind.algorithm + ": " + hex);
        }
    }

    /**
     * That of a file as a hub lists it.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Checksum of(JsonObject listed) {
        if (listed.has("lfs") && listed.get("lfs").isJsonObject()) {
            return new Checksum(
                    Kind.SHA256, listed.getAsJsonObject("lfs").get("sha256").getAsString());
        }
        return new Checksum(Kind.GIT_BLOB, listed.get("blobId").getAsString());
    }

    /** A digest that takes the bytes from the first on. */
    MessageDigest begin(long size) {
        try {
            MessageDigest digest = MessageDigest.getInstance(kind.algorithm);
            if (kind == Kind.GIT_BLOB) {
                digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
            }
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + kind.algorithm, e);
        }
    }

    /** Whether a digest that has taken all bytes came to it. */
    boolean isOf(MessageDigest digest) {
        return hex.equals(HexFormat.of().formatHex(digest.digest()));
    }
}
