// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.experiments.tracking.server.MlflowException;
import dev.pdrop.experiments.tracking.server.MlflowServer;
import dev.pdrop.experiments.tracking.server.RunStatus;
import dev.pdrop.experiments.tracking.server.ServerRun;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings a server to hold a run, whatever it holds of it already: each step asks or remembers what is there and sends
 * what is missing, so that it may stop anywhere and be done again.
 *
 * <p>What is remembered is forgotten when a request fails, since its answer may have been lost after it was carried
 * out. Mutable; used by one thread.
 */
final class Mirror {

    private static final Comparator<ServerRun> OLDEST_FIRST =
            Comparator.comparingLong(ServerRun::startTime).thenComparing(ServerRun::id);

    private final MlflowServer server;
    private final Delivery delivery;
    private Optional<Session> session = Optional.empty();
    private Optional<Held> held = Optional.empty();

    /** What a server held of a run when it was asked first. */
    enum Held {
        /** Nothing, as a server that the run was never sent to. */
        NOTHING,
        /** Not all of its runs, or not all that they hold; files left aside, which are sent each time. */
        PART,
        /** All of it. */
        ALL
    }

    /**
     * To a server.
     *
     * @param delivery hears of each step
     */
    Mirror(MlflowServer server, Delivery delivery) {
        this.server = server;
        this.delivery = delivery;
    }

    /** What the server held before anything was sent to it; empty as long as it has not said so. */
    Optional<Held> held() {
        return held;
    }

    /** Where a person sees the run; empty as long as the server has not taken it. */
    Optional<Pages> pages() {
        return session.flatMap(Session::pages);
    }

    /** Forgets what the server is known to have, so that it is asked again. */
    void forget() {
        session = Optional.empty();
    }

    /**
     * Brings the server to hold a run.
     *
     * @throws MlflowException if a request fails; some of it may have arrived. A file that is refused comes last: all
     *     else is there then
     */
    void bring(TrackedRun run) throws MlflowException {
        Session known = session.orElseGet(Session::new);
        session = Optional.empty();
        known.bring(run);
        session = Optional.of(known);
    }

    private final class Session {

        private final Map<String, KnownRun> byKey = new LinkedHashMap<>();
        private final Set<Path> files = new HashSet<>();
        private final Map<String, String> experimentTags = new LinkedHashMap<>();
        private String experiment = "";
        private String id = "";
        private int all;
        private int done;

        Optional<Pages> pages() {
            List<String> arms = byKey.entrySet().stream()
                    .filter(known -> !known.getKey().isEmpty())
                    .map(known -> known.getValue().run().id())
                    .toList();
            return Optional.ofNullable(byKey.get(""))
                    .map(parent ->
                            Pages.of(server.address(), experiment, parent.run().id(), arms, id));
        }

        void bring(TrackedRun run) throws MlflowException {
            all = 2 + run.arms().size() + run.files().size();
            done = 0;
            if (experiment.isEmpty()) {
                step("asking what it has");
                id = run.id();
                experiment = server.experiment(run.experiment().name());
                experimentTags.putAll(server.experimentTags(experiment));
                find(id);
                held = held.or(() -> Optional.of(byKey.isEmpty() ? Held.NOTHING : Held.ALL));
            }
            step("the run");
            KnownRun parent = entry(run, run.parent(), Map.of());
            // A run that is continued is shown to go on from the first moment.
            if (run.status() == RunStatus.RUNNING) {
                update(parent, run.parent(), run);
            }
            for (TrackedEntry arm : run.arms()) {
                step("arm " + arm.name());
                Map<String, String> below =
                        Map.of(TrackedRun.PARENT, parent.run().id());
                KnownRun known = entry(run, arm, below);
                log(known, arm, below);
                update(known, arm, run);
            }
            log(parent, run.parent(), Map.of());
            describe(run.experiment());
            Optional<MlflowException> refused = upload(parent, run);
            // Last, so that a parent that is over has everything that the server takes.
            update(parent, run.parent(), run);
            if (refused.isPresent()) {
                throw refused.get();
            }
        }

        private void step(String doing) {
            delivery.step(doing, done, all);
            done++;
        }

        /** A server that takes no files keeps the rest; it is asked for one of them, since it would refuse them all. */
        private Optional<MlflowException> upload(KnownRun parent, TrackedRun run) throws MlflowException {
            for (Path file : run.files()) {
                if (files.contains(file)) {
                    continue;
                }
                step("file " + file.getFileName());
                try {
                    server.upload(parent.run(), file);
                } catch (MlflowException e) {
                    if (!e.isRefusal()) {
                        throw e;
                    }
                    return Optional.of(e);
                }
                files.add(file);
            }
            return Optional.empty();
        }

        /** Something has to be sent. */
        private void lacks() {
            held = held.map(before -> before == Held.ALL ? Held.PART : before);
        }

        /** Takes up the runs that are there; of two with one key, a request was thought lost that was not. */
        private void find(String id) throws MlflowException {
            Map<String, List<ServerRun>> found = server.runs(experiment, TrackedRun.ID, id).stream()
                    .sorted(OLDEST_FIRST)
                    .collect(Collectors.groupingBy(
                            one -> one.tag(TrackedRun.ARM_KEY), LinkedHashMap::new, Collectors.toList()));
            for (Map.Entry<String, List<ServerRun>> same : found.entrySet()) {
                byKey.put(same.getKey(), new KnownRun(same.getValue().get(0)));
                for (ServerRun surplus :
                        same.getValue().subList(1, same.getValue().size())) {
                    server.delete(surplus.id());
                }
            }
        }

        private KnownRun entry(TrackedRun run, TrackedEntry entry, Map<String, String> more) throws MlflowException {
            KnownRun known = byKey.get(entry.key());
            if (known == null) {
                lacks();
                Map<String, String> tags = new LinkedHashMap<>(entry.tags());
                tags.putAll(more);
                tags.put(TrackedRun.ID, run.id());
                if (!entry.key().isEmpty()) {
                    tags.put(TrackedRun.ARM_KEY, entry.key());
                }
                known = new KnownRun(server.createRun(experiment, entry.name(), run.startTime(), tags));
                byKey.put(entry.key(), known);
            }
            return known;
        }

        private void log(KnownRun known, TrackedEntry entry, Map<String, String> more) throws MlflowException {
            if (known.log(server, entry, more)) {
                lacks();
            }
        }

        private void update(KnownRun known, TrackedEntry entry, TrackedRun run) throws MlflowException {
            if (known.update(server, entry.status(), run.endTime())) {
                lacks();
            }
        }

        /** A description that somebody wrote there stays. */
        private void describe(TrackedExperiment wanted) throws MlflowException {
            for (Map.Entry<String, String> tag : wanted.tags().entrySet()) {
                String there = experimentTags.getOrDefault(tag.getKey(), "");
                boolean own = tag.getKey().equals(TrackedExperiment.NOTE) && !ExperimentNote.isOurs(there);
                if (!own && !there.equals(tag.getValue())) {
                    server.tagExperiment(experiment, tag.getKey(), tag.getValue());
                    experimentTags.put(tag.getKey(), tag.getValue());
                }
            }
        }
    }
}
