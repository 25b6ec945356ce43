// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.Software;
import dev.pdrop.experiments.run.StoredRun;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Versions, machine and hashes: what has to be equal for numbers to be equal. */
final class EnvironmentSection implements Section {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Override
    public String heading() {
        return "Where and with what it ran";
    }

    @Override
    public List<Html> body(StoredRun run) {
        Manifest manifest = run.manifest();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("pdrop", version(manifest.software())));
        rows.add(List.of("Java", manifest.software().java()));
        rows.add(List.of("system", manifest.machine().system()));
        rows.add(List.of(
                "processor",
                manifest.machine().processor() + ", "
                        + Words.count(manifest.machine().processors(), "processor") + " in use"));
        rows.add(List.of("batch size", Integer.toString(manifest.batchSize())));
        rows.add(List.of("begun", time(manifest.started())));
        manifest.finished().ifPresent(finished -> rows.add(List.of("finished", time(finished))));
        rows.add(List.of("time in the engine", Words.duration(manifest.engineSeconds())));
        List<List<String>> model = new ArrayList<>();
        manifest.backbone().forEach((key, value) -> model.add(List.of(key, value)));
        List<List<String>> hashes = new ArrayList<>();
        hashes.add(List.of("model files", manifest.hashes().model()));
        hashes.add(List.of("data files", manifest.hashes().data()));
        hashes.add(List.of("questions and pictures", manifest.hashes().inputs()));
        manifest.hashes().jars().forEach((jar, hash) -> hashes.add(List.of(jar, hash)));
        return List.of(
                Words.terms("facts", rows),
                Html.element("h3", "The model as it was opened"),
                Words.terms("facts", model),
                Html.element("h3", "SHA-256 of what was read"),
                Html.element("p", "The same hash means the same content, to the byte."),
                Words.terms("facts hashes", hashes));
    }

    private static String time(Instant instant) {
        return TIME.format(instant) + " UTC";
    }

    private static String version(Software software) {
        String commit = software.commit().isEmpty() ? "" : ", commit " + software.commit();
        return software.pdrop() + commit + (software.dirty() ? ", with changes since that commit" : "");
    }
}
