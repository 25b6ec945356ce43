// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestFileTest {

    private static final Instant LATER = Instant.parse("2026-03-03T00:00:00Z");
    private static final Manifest BEGUN = Manifests.of("full");

    @TempDir
    private Path path = Path.of("");

    @Test
    void addsUpTheEngineSecondsOfAllProcessesAndKeepsTheFirstStart() {
        try (RunFolder folder = RunFolder.open(path, false)) {
            ManifestFile first = open(folder, BEGUN);
            first.spent(3);
            assertThat(stored().engineSeconds()).as("not worth a write").isZero();
            first.spent(4);
            assertThat(stored().engineSeconds()).isEqualTo(7);
            assertThat(stored().complete()).isFalse();
        }
        try (RunFolder folder = RunFolder.open(path, false)) {
            ManifestFile second = open(folder, BEGUN.continuing(BEGUN.finished(LATER)));
            second.spent(1);
            second.complete();
        }
        assertThat(stored().engineSeconds()).isEqualTo(8);
        assertThat(stored().started()).isEqualTo(BEGUN.started());
        assertThat(stored().finished()).contains(LATER);
    }

    @Test
    void aCompleteRunThatFindsEverythingKeepsItsManifestToTheByte() throws IOException {
        try (RunFolder folder = RunFolder.open(path, false)) {
            open(folder, BEGUN).complete();
            byte[] before = Files.readAllBytes(path.resolve(RunFolder.MANIFEST));
            ManifestFile again = open(folder, BEGUN.after(99));
            again.complete();
            assertThat(path.resolve(RunFolder.MANIFEST)).hasBinaryContent(before);
        }
    }

    @Test
    void aCompleteRunThatMissesSomethingIsUnfinishedAndHasNoResults() {
        try (RunFolder folder = RunFolder.open(path, false)) {
            open(folder, BEGUN).complete();
            folder.write(RunFolder.RESULTS, "{}");
            folder.write(RunFolder.RESULTS_CSV, "");
            folder.write(RunFolder.REPORT, "");
            open(folder, BEGUN).incomplete();
        }
        assertThat(stored().complete()).isFalse();
        assertThat(path).isDirectoryNotContaining("glob:**re{sults,port}.*");
    }

    @Test
    void aQuestionInOtherWordsAndKeysOfTheJournalAreTakenOverIntoACompleteManifest() {
        try (RunFolder folder = RunFolder.open(path, false)) {
            open(folder, BEGUN.after(5)).complete();
            Manifest complete = stored();
            open(folder, Manifests.asking(BEGUN, "Is it not?", "i", "key of full", "other key"));
            assertThat(stored()).isEqualTo(Manifests.asking(complete, "Is it not?", "i", "key of full", "other key"));
            assertThat(stored().findable()).containsExactlyInAnyOrder("key of full", "other key");
        }
    }

    @Test
    void aCorrectedPictureMakesTheRunUnfinishedAndKeepsWhatItTook() {
        try (RunFolder folder = RunFolder.open(path, false)) {
            open(folder, BEGUN.after(5)).complete();
            folder.write(RunFolder.RESULTS, "{}");
            open(folder, Manifests.asking(BEGUN, "Is it?", "another picture", "key of full"));
        }
        assertThat(stored().complete()).isFalse();
        assertThat(stored().engineSeconds()).isEqualTo(5);
        assertThat(stored().hashes().inputs()).isEqualTo("another picture");
        assertThat(path.resolve(RunFolder.RESULTS)).doesNotExist();
    }

    @Test
    void aProcessThatIsStoppedNotesWhatItSpent() throws IOException {
        try (RunFolder folder = RunFolder.open(path, false)) {
            ManifestFile manifest = open(folder, BEGUN);
            manifest.spent(1);
            manifest.stopped(0.5);
            assertThat(stored().engineSeconds()).isEqualTo(1.5);
            assertThat(stored().complete()).isFalse();
            manifest.complete();
            byte[] complete = Files.readAllBytes(path.resolve(RunFolder.MANIFEST));
            manifest.stopped(3);
            assertThat(path.resolve(RunFolder.MANIFEST)).hasBinaryContent(complete);
        }
    }

    @Test
    void otherCodeBeginsAnew() {
        try (RunFolder folder = RunFolder.open(path, false)) {
            open(folder, BEGUN.after(5)).complete();
            folder.write(RunFolder.RESULTS, "{}");
            folder.write(RunFolder.RESULTS_CSV, "");
            folder.write(RunFolder.REPORT, "");
            open(folder, Manifests.of("other"));
        }
        assertThat(stored().engineSeconds()).isZero();
        assertThat(stored().complete()).isFalse();
        assertThat(path).as("results of the other code").isDirectoryNotContaining("glob:**re{sults,port}.*");
    }

    @Test
    void aManifestThatCannotBeReadIsWrittenAnew() {
        try (RunFolder folder = RunFolder.open(path, false)) {
            folder.write(RunFolder.MANIFEST, "{\"name\": \"of another");
            open(folder, BEGUN);
        }
        assertThat(stored()).isEqualTo(BEGUN);
    }

    private static ManifestFile open(RunFolder folder, Manifest fresh) {
        return new ManifestFile(folder, fresh, InstantSource.fixed(LATER));
    }

    private Manifest stored() {
        return Manifest.read(path.resolve(RunFolder.MANIFEST));
    }
}
