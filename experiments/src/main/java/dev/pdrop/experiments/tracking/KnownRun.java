// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.experiments.tracking.server.MetricPoint;
import dev.pdrop.experiments.tracking.server.MlflowException;
import dev.pdrop.experiments.tracking.server.MlflowServer;
import dev.pdrop.experiments.tracking.server.RunInput;
import dev.pdrop.experiments.tracking.server.RunStatus;
import dev.pdrop.experiments.tracking.server.ServerRun;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What a server is known to have of one of its runs, and brings it what it lacks. Mutable; used by one thread. */
final class KnownRun {

    private final ServerRun run;
    private final Map<String, String> tags;
    private final Set<String> params;
    private final Set<RunInput> inputs = new HashSet<>();
    private final Map<String, Set<Long>> steps = new LinkedHashMap<>();
    private RunStatus status;

    KnownRun(ServerRun run) {
        this.run = run;
        this.tags = new LinkedHashMap<>(run.tags());
        this.params = new HashSet<>(run.params().keySet());
        this.status = run.status();
    }

    ServerRun run() {
        return run;
    }

    /**
     * Sends what is missing but how it stands.
     *
     * @param more tags beside those of the entry
     * @return whether there was anything
     */
    boolean log(MlflowServer server, TrackedEntry entry, Map<String, String> more) throws MlflowException {
        Map<String, String> newTags = new LinkedHashMap<>(entry.tags());
        newTags.putAll(more);
        newTags.entrySet().removeIf(tag -> tag.getValue().equals(tags.get(tag.getKey())));
        // A parameter never changes on the server, and one that differs would make it refuse all others.
        Map<String, String> newParams = new LinkedHashMap<>(entry.params());
        newParams.keySet().removeAll(params);
        List<MetricPoint> metrics = missing(server, entry);
        List<RunInput> newInputs = entry.inputs().stream()
                .filter(input -> !(run.has(input) || inputs.contains(input)))
                .toList();
        server.log(run.id(), metrics, newParams, newTags);
        server.logInputs(run.id(), newInputs);
        tags.putAll(newTags);
        params.addAll(newParams.keySet());
        inputs.addAll(newInputs);
        metrics.forEach(point ->
                steps.computeIfAbsent(point.key(), key -> new HashSet<>()).add(point.step()));
        return !(metrics.isEmpty() && newParams.isEmpty() && newTags.isEmpty() && newInputs.isEmpty());
    }

    /**
     * Says how it stands if that is not known there.
     *
     * @return whether it was not
     */
    boolean update(MlflowServer server, RunStatus wanted, OptionalLong ended) throws MlflowException {
        if (status == wanted) {
            return false;
        }
        if (ended.isPresent()) {
            server.end(run.id(), wanted, ended.getAsLong());
        } else {
            server.update(run.id(), wanted);
        }
        status = wanted;
        return true;
    }

    private List<MetricPoint> missing(MlflowServer server, TrackedEntry entry) throws MlflowException {
        Map<String, Set<Long>> wanted = entry.metrics().stream()
                .collect(Collectors.groupingBy(
                        MetricPoint::key,
                        LinkedHashMap::new,
                        Collectors.mapping(MetricPoint::step, Collectors.toSet())));
        for (Map.Entry<String, Set<Long>> metric : wanted.entrySet()) {
            if (!steps.containsKey(metric.getKey())) {
                steps.put(metric.getKey(), stepsThere(server, entry.status(), metric.getKey(), metric.getValue()));
            }
        }
        return entry.metrics().stream()
                .filter(point -> !steps.getOrDefault(point.key(), Set.of()).contains(point.step()))
                .toList();
    }

    /**
     * Which steps the server has, asked only if what it said of the run leaves that open: it is told how a run stands
     * after all else, so that one that stands as it should, with the last step, has those before it.
     */
    private Set<Long> stepsThere(MlflowServer server, RunStatus now, String metric, Set<Long> wanted)
            throws MlflowException {
        Long latest = run.steps().get(metric);
        if (latest == null) {
            return new HashSet<>();
        }
        boolean over = now != RunStatus.RUNNING && run.status() == now;
        return (over || wanted.size() == 1) && latest.equals(Collections.max(wanted))
                ? new HashSet<>(wanted)
                : new HashSet<>(server.steps(run.id(), metric));
    }
}
