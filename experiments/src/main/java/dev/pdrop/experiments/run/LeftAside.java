// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the last process on a run left there that this one does not go on with, and why. */
final class LeftAside {

    private static final String THREADS = "threads";

    private LeftAside() {}

    /** One sentence for each reason. */
    static List<String> sentences(Manifest before, Manifest now) {
        return Stream.of(otherCode(before, now), otherThreads(before, now))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Code decides numbers: what other code gave is not mixed in. */
    private static Optional<String> otherCode(Manifest before, Manifest now) {
        Set<String> changed = new TreeSet<>(now.hashes().jars().keySet());
        changed.addAll(before.hashes().jars().keySet());
        changed.removeIf(jar -> hash(before, jar).equals(hash(now, jar)));
        Map<String, String> keys = keys(before);
        long aside = now.arms().stream()
                .filter(arm -> keys.containsKey(arm.name()))
                .filter(arm -> !arm.key().equals(keys.get(arm.name())))
                .count();
        return changed.isEmpty() || aside == 0
                ? Optional.empty()
                : Optional.of("The last process on this run was pdrop "
                        + before.software().pdrop()
                        + commit(before) + ", and other code has been in " + String.join(", ", changed)
                        + " since: its answers stay in the journal and are not used, since they may not be those of"
                        + " this code; that pdrop goes on with them");
    }

    private static String commit(Manifest manifest) {
        return manifest.software().commit().isEmpty()
                ? ""
                : " of commit " + manifest.software().commit();
    }

    /** The number of threads decides the last digits, so what another number gave is not mixed in. */
    private static Optional<String> otherThreads(Manifest before, Manifest now) {
        String then = before.backbone().getOrDefault(THREADS, "");
        String here = now.backbone().getOrDefault(THREADS, "");
        return then.isEmpty() || then.equals(here)
                ? Optional.empty()
                : Optional.of("The last process on this run had threads = " + then + ", this one has " + here
                        + ": last digits differ, so answers are kept apart; OMP_NUM_THREADS=" + then
                        + " goes on with those");
    }

    private static String hash(Manifest manifest, String jar) {
        return manifest.hashes().jars().getOrDefault(jar, "");
    }

    private static Map<String, String> keys(Manifest manifest) {
        return manifest.arms().stream().collect(Collectors.toMap(Manifest.Arm::name, Manifest.Arm::key));
    }
}
