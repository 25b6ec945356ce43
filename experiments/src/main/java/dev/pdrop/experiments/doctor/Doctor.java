// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.doctor;

import dev.pdrop.experiments.plugin.PluginCatalog;
import dev.pdrop.spi.Backbone;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** All checks in their order. */
public final class Doctor {

    /**
     * What is looked at.
     *
     * @param environment the environment variables
     * @param output the folder that holds run folders
     * @param plugins loads every plugin
     * @param model opens the embedded model; the caller of it closes it
     * @param tracked whether runs are followed at all
     * @param tracking the tracking server that a configuration names
     */
    public record Subjects(
            Map<String, String> environment,
            Path output,
            Supplier<PluginCatalog> plugins,
            Supplier<Backbone> model,
            boolean tracked,
            Optional<String> tracking) {}

    private static final Duration SERVER_DEADLINE = Duration.ofSeconds(2);

    private final List<Check> checks;

    /** A doctor for a machine and an installation. */
    public Doctor(Subjects subjects) {
        checks = List.of(
                new JavaCheck(),
                new ProcessorCheck(Path.of("/proc/cpuinfo"), System.getProperty("os.arch", "")),
                ThreadsCheck.ofSystem(subjects.environment()),
                new MemoryCheck(Path.of("/proc/meminfo")),
                new EngineCheck(),
                new PluginCheck(subjects.plugins()),
                new ModelCheck(subjects.model()),
                new DiskCheck("run folder", subjects.output(), "choose another place with --set output=..", () -> true),
                new DiskCheck(
                        "cache",
                        EngineCheck.cache(),
                        "set DJL_CACHE_DIR to a folder with more room, where native libraries are unpacked",
                        () -> !EngineCheck.isUnpacked()),
                subjects.tracked()
                        ? new TrackingCheck(subjects.tracking(), subjects.environment(), SERVER_DEADLINE)
                        : TrackingCheck.off());
    }

    /**
     * Looks at everything.
     *
     * @param told is told each finding as soon as it is there: native code may end the process at any of them
     */
    public void examine(Consumer<Finding> told) {
        checks.forEach(check -> check.findings().forEach(told));
    }
}
