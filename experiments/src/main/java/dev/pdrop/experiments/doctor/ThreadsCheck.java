// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.doctor;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Processors, and the threads that libtorch starts on them. */
final class ThreadsCheck implements Check {

    private static final String SUBJECT = "threads";
    private static final String VARIABLE = "OMP_NUM_THREADS";

    private final int processors;
    private final double load;
    private final String wanted;

    /**
     * A check.
     *
     * @param processors how many this process may use
     * @param load how many processes want to run, averaged over a minute; negative if the system does not tell
     * @param wanted how many threads the environment asks for; empty if it does not say
     */
    ThreadsCheck(int processors, double load, String wanted) {
        this.processors = processors;
        this.load = load;
        this.wanted = wanted;
    }

    static ThreadsCheck ofSystem(Map<String, String> environment) {
        return new ThreadsCheck(
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                environment.getOrDefault(VARIABLE, "").strip());
    }

    @Override
    public List<Finding> findings() {
        String found = processors + " processors"
                + (load < 0 ? "" : String.format(Locale.ROOT, ", load %.1f", load))
                + (wanted.isEmpty() ? "; one thread for each" : "; " + VARIABLE + "=" + wanted);
        if (!wanted.isEmpty() && !wanted.matches("[1-9][0-9]{0,3}")) {
            return List.of(Finding.warn(SUBJECT, found, "set " + VARIABLE + " to a number, at least 1"));
        }
        int threads = wanted.isEmpty() ? processors : Integer.parseInt(wanted);
        if (threads > processors) {
            return List.of(Finding.warn(SUBJECT, found, "set " + VARIABLE + " to " + processors + " or less"));
        }
        // libtorch's threads spin while they wait for each other.
        boolean crowded = threads > 1 && load > processors * 0.75;
        return List.of(
                crowded
                        ? Finding.warn(
                                SUBJECT,
                                found,
                                "others keep this machine busy; set " + VARIABLE
                                        + "=1, or a run may take ten times as long")
                        : Finding.ok(SUBJECT, found));
    }
}
