// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.time.InstantSource;
import java.util.Optional;

/**
 * Keeps {@code manifest.json} of a run that is going on: unfinished before its first new answer, finished after its
 * last one, time in the engine added up over all processes. A complete run that is started again and finds everything
 * keeps its manifest to the byte, unless its question is put in other words or its journal was written by others
 * meanwhile.
 *
 * <p>Mutable and safe to share: a process that is told to end notes from another thread what it has spent.
 */
final class ManifestFile {

    /** A killed process loses at most so much of the time in the engine, and of nothing else. */
    private static final double SECONDS_BETWEEN_WRITES = 5;

    private final RunFolder folder;
    private final Manifest fresh;
    private final InstantSource clock;
    private Manifest manifest;
    private double written;

    /**
     * Takes over what an earlier process left.
     *
     * @param folder the run folder
     * @param fresh the manifest of this process
     * @param clock tells the date
     */
    ManifestFile(RunFolder folder, Manifest fresh, InstantSource clock) {
        this.folder = folder;
        this.fresh = fresh;
        this.clock = clock;
        Optional<Manifest> before = folder.manifest().filter(stored -> stored.hasKeysOf(fresh));
        this.manifest = before.filter(stored -> stored.complete() && stored.asksWhat(fresh))
                .map(stored -> stored.saying(fresh))
                .or(() -> before.map(fresh::continuing))
                .orElse(fresh);
        if (!manifest.complete()) {
            writeUnfinished();
        } else if (!before.equals(Optional.of(manifest))) {
            write();
        }
    }

    /** As it is now. */
    synchronized Manifest manifest() {
        return manifest;
    }

    /** Answers are about to be journalled: the run is not, or no longer, complete. */
    synchronized void incomplete() {
        if (manifest.complete()) {
            manifest = fresh.continuing(manifest);
            writeUnfinished();
        }
    }

    /** So much time was spent in the engine. */
    synchronized void spent(double seconds) {
        manifest = manifest.after(manifest.engineSeconds() + seconds);
        if (manifest.engineSeconds() - written > SECONDS_BETWEEN_WRITES) {
            write();
        }
    }

    /** The process ends before the run does, having spent so much more time in the engine. */
    synchronized void stopped(double seconds) {
        manifest = manifest.after(manifest.engineSeconds() + seconds);
        if (!manifest.complete() && manifest.engineSeconds() > written) {
            write();
        }
    }

    /** Every answer is journalled and every other file is written. */
    synchronized void complete() {
        if (!manifest.complete()) {
            manifest = manifest.finished(clock.instant());
            write();
        }
    }

    /** Results go first: beside an unfinished manifest they would pass for those of the run that goes on. */
    private void writeUnfinished() {
        folder.removeResults();
        write();
    }

    private void write() {
        folder.write(RunFolder.MANIFEST, manifest.json());
        written = manifest.engineSeconds();
    }
}
