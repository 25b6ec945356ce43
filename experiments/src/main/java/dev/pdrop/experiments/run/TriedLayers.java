// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import com.typesafe.config.ConfigValue;
import dev.pdrop.engine.statistics.Contrast.Difference;
import dev.pdrop.experiments.outcome.HorizonResult;
import dev.pdrop.experiments.outcome.HorizonResult.LayerResult;
import dev.pdrop.experiments.outcome.PairResult;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.plan.Newlines;
import dev.pdrop.spi.Action;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The layers at which an experiment tries one ranking: arms that drop once, each before another layer, with the same
 * ranker of the same settings, position policy and count, and the arms that drop at random on the same schedules. What
 * is alike is told by what is planned, not by names.
 *
 * @param alike what the arms have in common
 * @param layers the tried ones, ascending; at least two
 */
record TriedLayers(Alike alike, List<Tried> layers) {

    private static final String RANDOM = "random";

    /**
     * What arms have in common that differ in the layer alone. What they are shown is always the question as it is.
     *
     * @param ranker its name
     * @param settings of the ranker
     * @param positions what becomes of position ids
     * @param newlines what becomes of image newlines
     * @param keep visual tokens that stay, of one image of the usual size
     */
    record Alike(String ranker, ConfigValue settings, PositionPolicy positions, Newlines newlines, int keep) {

        /** The ranker, and what is unusual about it. */
        String label() {
            return newlines == Newlines.KEEP ? ranker + " (newlines stay)" : ranker;
        }
    }

    /**
     * A tried layer.
     *
     * @param layer the one before which tokens are dropped
     * @param pair the arm that ranks against the one that draws
     */
    record Tried(int layer, Difference pair) {}

    /** Copies the list. */
    TriedLayers {
        layers = List.copyOf(layers);
    }

    /** Those of a plan, in the order of its arms; an arm without a random one on its schedule is passed over. */
    static List<TriedLayers> of(ExperimentPlan plan) {
        Map<Alike, Map<Integer, Tried>> byLayer = new LinkedHashMap<>();
        for (ArmPlan arm : plan.arms()) {
            Optional<Stage> stage = single(arm, plan.geometry());
            Optional<String> random = random(plan, arm);
            if (arm.ranks(plan.geometry())
                    && !plan.controls().attached(arm.name())
                    && stage.isPresent()
                    && random.isPresent()
                    && stage.get().point() instanceof Point.DecoderLayer at) {
                Alike alike = new Alike(
                        arm.ranker(),
                        arm.config().getValue("ranker"),
                        arm.method().positions(),
                        arm.newlines(),
                        stage.get().action().visualTokens());
                byLayer.computeIfAbsent(alike, unused -> new TreeMap<>())
                        .putIfAbsent(at.layer(), new Tried(at.layer(), new Difference(arm.name(), random.get())));
            }
        }
        List<TriedLayers> all = new ArrayList<>();
        byLayer.forEach((alike, tried) -> {
            if (tried.size() > 1) {
                all.add(new TriedLayers(alike, List.copyOf(tried.values())));
            }
        });
        return List.copyOf(all);
    }

    /** All that is held against random, group by group. */
    static List<Difference> pairs(List<TriedLayers> groups) {
        return groups.stream()
                .flatMap(group -> group.layers().stream())
                .map(Tried::pair)
                .toList();
    }

    /**
     * What came of each group.
     *
     * @param rankings one for each of {@link #pairs}, in the same order
     */
    static List<HorizonResult> horizons(List<TriedLayers> groups, List<PairResult> rankings) {
        List<HorizonResult> horizons = new ArrayList<>();
        int place = 0;
        for (TriedLayers group : groups) {
            List<LayerResult> layers = new ArrayList<>();
            for (Tried tried : group.layers()) {
                layers.add(new LayerResult(tried.layer(), rankings.get(place++)));
            }
            horizons.add(HorizonResult.of(
                    group.alike().label(),
                    group.alike().positions().name().toLowerCase(Locale.ROOT),
                    group.alike().keep(),
                    layers));
        }
        return List.copyOf(horizons);
    }

    /** The one stage of an arm that drops some tokens once; keeping all or none is no ranking. */
    private static Optional<Stage> single(ArmPlan arm, Geometry geometry) {
        List<Stage> stages = arm.planned(geometry).stages();
        return stages.size() == 1
                        && stages.get(0).action() instanceof Action.Keep keep
                        && keep.visualTokens() > 0
                        && keep.visualTokens() < arm.visualTokens(geometry)
                ? Optional.of(stages.get(0))
                : Optional.empty();
    }

    /** The control of the arm or, where the experiment opts out of controls, an arm of its own that would be one. */
    private static Optional<String> random(ExperimentPlan plan, ArmPlan arm) {
        return plan.controls()
                .randomOf(arm.name())
                .or(() -> plan.arms().stream()
                        .filter(one -> one.ranker().equals(RANDOM)
                                && one.input().equals(arm.input())
                                && one.method().positions() == arm.method().positions()
                                && one.newlines() == arm.newlines()
                                && one.planned(plan.geometry()).equals(arm.planned(plan.geometry())))
                        .map(ArmPlan::name)
                        .findFirst());
    }
}
