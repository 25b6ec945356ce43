// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A package of one line, in a folder that takes the place of an index. */
record TinyWheel(Path folder, String hash) {

    static TinyWheel none() {
        return new TinyWheel(Path.of(""), "");
    }

    static TinyWheel in(Path folder) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("tiny.py", "answer = 42\n");
        files.put("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n");
        files.put("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        files.put(
                "tiny-1.0.dist-info/RECORD",
                "tiny.py,,\ntiny-1.0.dist-info/METADATA,,\ntiny-1.0.dist-info/WHEEL,,\ntiny-1.0.dist-info/RECORD,,\n");
        Path wheel = folder.resolve("tiny-1.0-py3-none-any.whl");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return new TinyWheel(folder, sha256(Files.readAllBytes(wheel)));
    }

    /** As a list of packages pins it. */
    String pinned() {
        return "tiny==1.0 --hash=sha256:" + hash + "\n";
    }

    /** By which pip looks there and nowhere else, whatever this machine's settings are. */
    Map<String, String> variables() {
        return Map.of("PIP_CONFIG_FILE", "/dev/null", "PIP_NO_INDEX", "1", "PIP_FIND_LINKS", folder.toString());
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
