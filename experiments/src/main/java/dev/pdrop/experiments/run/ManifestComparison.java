// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What differs between two manifests beside what must: dates and times. */
final class ManifestComparison {

    private static final int SHOWN_OF_HASH = 12;

    private ManifestComparison() {}

    /** One line each. */
    static List<String> differences(Manifest before, Manifest after) {
        Map<String, String> old = flat(before);
        Map<String, String> now = flat(after);
        TreeSet<String> keys = new TreeSet<>(old.keySet());
        keys.addAll(now.keySet());
        List<String> lines = new ArrayList<>();
        for (String key : keys) {
            String then = old.getOrDefault(key, "absent");
            String since = now.getOrDefault(key, "absent");
            if (!then.equals(since)) {
                lines.add(key + ": " + then + ", then " + since);
            }
        }
        return lines;
    }

    private static Map<String, String> flat(Manifest manifest) {
        Map<String, String> flat = new LinkedHashMap<>();
        flat.put("pdrop", manifest.software().pdrop());
        flat.put("commit", manifest.software().commit() + (manifest.software().dirty() ? " with changes" : ""));
        flat.put("java", manifest.software().java());
        flat.put("system", manifest.machine().system());
        flat.put("processor", manifest.machine().processor());
        flat.put("processors", Integer.toString(manifest.machine().processors()));
        manifest.backbone().forEach((key, value) -> flat.put("model " + key, value));
        flat.put("seed", Long.toString(manifest.seed()));
        flat.put("batch size", Integer.toString(manifest.batchSize()));
        flat.put("examples", Long.toString(manifest.examples()));
        flat.put("files of the model", brief(manifest.hashes().model()));
        flat.put("files of the data set", brief(manifest.hashes().data()));
        flat.put("questions and pictures", brief(manifest.hashes().inputs()));
        manifest.hashes().jars().forEach((jar, hash) -> flat.put("code in " + jar, brief(hash)));
        manifest.arms()
                .forEach(arm -> flat.put("arm " + arm.name(), arm.config().toString()));
        return flat;
    }

    private static String brief(String hash) {
        return hash.substring(0, Math.min(SHOWN_OF_HASH, hash.length()));
    }
}
