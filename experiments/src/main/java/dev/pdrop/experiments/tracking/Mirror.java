// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.experiments.tracking.server.MetricPoint;
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

    /** Where a person sees a run; empty as long as the server has not taken it. */
    Optional<String> page() {
        return session.flatMap(Session::page);
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

    /** What the server is known to have of one of its runs. */
    private static final class Known {

        private final ServerRun run;
        private final Map<String, String> tags;
        private final Set<String> params;
        private final Map<String, Set<Long>> steps = new LinkedHashMap<>();
        private RunStatus status;

        Known(ServerRun run) {
            this.run = run;
            this.tags = new LinkedHashMap<>(run.tags());
            this.params = new HashSet<>(run.params().keySet());
            this.status = run.status();
        }
    }

    private final class Session {

        private final Map<String, Known> byKey = new LinkedHashMap<>();
        private final Set<Path> files = new HashSet<>();
        private String experiment = "";
        private int all;
        private int done;

        Optional<String> page() {
            return Optional.ofNullable(byKey.get(""))
                    .map(known -> server.address() + "/#/experiments/" + experiment + "/runs/" + known.run.id());
        }

        void bring(TrackedRun run) throws MlflowException {
            all = 2 + run.arms().size() + run.files().size();
            done = 0;
            if (experiment.isEmpty()) {
                step("asking what it has");
                experiment = server.experiment(run.experiment());
                find(run.id());
                held = held.or(() -> Optional.of(byKey.isEmpty() ? Held.NOTHING : Held.ALL));
            }
            step("the run");
            Known parent = entry(run, run.parent(), Map.of());
            goesOn(parent, run);
            for (TrackedEntry arm : run.arms()) {
                step("arm " + arm.name());
                Known known = entry(run, arm, Map.of(TrackedRun.PARENT, parent.run.id()));
                log(known, arm, Map.of(TrackedRun.PARENT, parent.run.id()));
                update(known, run);
            }
            log(parent, run.parent(), Map.of());
            Optional<MlflowException> refused = upload(parent, run);
            // Last, so that a parent that is over has everything that the server takes.
            update(parent, run);
            if (refused.isPresent()) {
                throw refused.get();
            }
        }

        private void step(String doing) {
            delivery.step(doing, done, all);
            done++;
        }

        /** A server that takes no files keeps the rest; it is asked for one of them, since it would refuse them all. */
        private Optional<MlflowException> upload(Known parent, TrackedRun run) throws MlflowException {
            for (Path file : run.files()) {
                if (files.contains(file)) {
                    continue;
                }
                step("file " + file.getFileName());
                try {
                    server.upload(parent.run, file);
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
                byKey.put(same.getKey(), new Known(same.getValue().get(0)));
                for (ServerRun surplus :
                        same.getValue().subList(1, same.getValue().size())) {
                    server.delete(surplus.id());
                }
            }
        }

        private Known entry(TrackedRun run, TrackedEntry entry, Map<String, String> more) throws MlflowException {
            Known known = byKey.get(entry.key());
            if (known == null) {
                lacks();
                Map<String, String> tags = new LinkedHashMap<>(entry.tags());
                tags.putAll(more);
                tags.put(TrackedRun.ID, run.id());
                if (!entry.key().isEmpty()) {
                    tags.put(TrackedRun.ARM_KEY, entry.key());
                }
                known = new Known(server.createRun(experiment, entry.name(), run.startTime(), tags));
                byKey.put(entry.key(), known);
            }
            return known;
        }

        /** A run that is continued is shown to go on from the first moment. */
        private void goesOn(Known parent, TrackedRun run) throws MlflowException {
            if (run.status() == RunStatus.RUNNING) {
                update(parent, run);
            }
        }

        private void log(Known known, TrackedEntry entry, Map<String, String> more) throws MlflowException {
            Map<String, String> tags = new LinkedHashMap<>(entry.tags());
            tags.putAll(more);
            tags.entrySet().removeIf(tag -> tag.getValue().equals(known.tags.get(tag.getKey())));
            // A parameter never changes on the server, and one that differs would make it refuse all others.
            Map<String, String> params = new LinkedHashMap<>(entry.params());
            params.keySet().removeAll(known.params);
            List<MetricPoint> metrics = missing(known, entry.metrics());
            if (!(metrics.isEmpty() && params.isEmpty() && tags.isEmpty())) {
                lacks();
            }
            server.log(known.run.id(), metrics, params, tags);
            known.tags.putAll(tags);
            known.params.addAll(params.keySet());
            metrics.forEach(point -> known.steps
                    .computeIfAbsent(point.key(), key -> new HashSet<>())
                    .add(point.step()));
        }

        private List<MetricPoint> missing(Known known, List<MetricPoint> points) throws MlflowException {
            Map<String, Set<Long>> wanted = points.stream()
                    .collect(Collectors.groupingBy(
                            MetricPoint::key,
                            LinkedHashMap::new,
                            Collectors.mapping(MetricPoint::step, Collectors.toSet())));
            for (Map.Entry<String, Set<Long>> metric : wanted.entrySet()) {
                if (!known.steps.containsKey(metric.getKey())) {
                    known.steps.put(metric.getKey(), steps(known.run, metric.getKey(), metric.getValue()));
                }
            }
            return points.stream()
                    .filter(point ->
                            !known.steps.getOrDefault(point.key(), Set.of()).contains(point.step()))
                    .toList();
        }

        /** Which steps the server has, asked only if what it said of the run leaves that open. */
        private Set<Long> steps(ServerRun run, String metric, Set<Long> wanted) throws MlflowException {
            Long latest = run.steps().get(metric);
            if (latest == null) {
                return new HashSet<>();
            }
            return wanted.equals(Set.of(latest))
                    ? new HashSet<>(wanted)
                    : new HashSet<>(server.steps(run.id(), metric));
        }

        private void update(Known known, TrackedRun run) throws MlflowException {
            if (known.status != run.status()) {
                lacks();
                if (run.endTime().isPresent()) {
                    server.end(known.run.id(), run.status(), run.endTime().getAsLong());
                } else {
                    server.update(known.run.id(), run.status());
                }
                known.status = run.status();
            }
        }
    }
}
