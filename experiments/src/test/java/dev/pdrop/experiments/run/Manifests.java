// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Manifests for tests. */
final class Manifests {

    private Manifests() {}

    /** A run of one example that has just begun; the key of arm A is "key of A". */
    static Manifest of(String... arms) {
        return new Manifest(
                Manifest.FORMAT,
                "quick",
                "Is it?",
                new Software("0.1.0", "0123abc", true, "17.0.1"),
                new Machine("Linux amd64", "A processor", 2),
                Map.of("device", "cpu"),
                17,
                8,
                1,
                new Manifest.Hashes("m", "d", "i", Map.of("engine.jar", "e")),
                Stream.of(arms)
                        .map(name -> new Manifest.Arm(
                                name,
                                "key of " + name,
                                "fastv",
                                "layer 3",
                                "original",
                                new JsonObject(),
                                Map.of("first_layer", "3")))
                        .toList(),
                Stream.of(arms).map(name -> "key of " + name).sorted().toList(),
                Instant.parse("2026-01-01T00:00:00Z"),
                Optional.empty(),
                0);
    }

    /** The same run, asking something else, with a journal that holds other keys too. */
    static Manifest asking(Manifest manifest, String question, String inputs, String... journalKeys) {
        Manifest.Hashes hashes = manifest.hashes();
        return new Manifest(
                manifest.format(),
                manifest.name(),
                question,
                manifest.software(),
                manifest.machine(),
                manifest.backbone(),
                manifest.seed(),
                manifest.batchSize(),
                manifest.examples(),
                new Manifest.Hashes(hashes.model(), hashes.data(), inputs, hashes.jars()),
                manifest.arms(),
                List.of(journalKeys),
                manifest.started(),
                manifest.finished(),
                manifest.engineSeconds());
    }
}
