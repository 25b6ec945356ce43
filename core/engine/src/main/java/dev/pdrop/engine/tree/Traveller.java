// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.tree;

import dev.pdrop.engine.Method;
import dev.pdrop.engine.StageOutcome;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** An arm on its way down: the stages that it has before it, and what those behind it did. Immutable. */
final class Traveller {

    private final int number;
    private final TreeArm arm;
    private final List<Stage> ahead;
    private final List<List<StageOutcome>> done;

    private Traveller(int number, TreeArm arm, List<Stage> ahead, List<List<StageOutcome>> done) {
        this.number = number;
        this.arm = arm;
        this.ahead = ahead;
        this.done = done;
    }

    /**
     * An arm before its first stage.
     *
     * @param number of the arm
     * @param visualTokens N of the prompts
     * @throws dev.pdrop.spi.InvalidMethodException if it does not fit the model
     */
    static Traveller of(int number, TreeArm arm, Backbone backbone, int visualTokens) {
        Traveller traveller = planned(number, arm, backbone.geometry(), visualTokens);
        arm.method().requireSupport(new Schedule(traveller.ahead), backbone::supports);
        return traveller;
    }

    /**
     * An arm before its first stage, in a model of which only the sizes are known.
     *
     * @param number of the arm
     * @param visualTokens N of the prompts
     * @throws dev.pdrop.spi.InvalidMethodException if a stage lies outside the model
     */
    static Traveller planned(int number, TreeArm arm, Geometry geometry, int visualTokens) {
        return new Traveller(
                number, arm, arm.method().plan(geometry, visualTokens).stages(), List.of());
    }

    /** The same with so many examples. */
    Traveller among(int batch) {
        return new Traveller(number, arm, ahead, Collections.nCopies(batch, List.of()));
    }

    /** Chosen examples of the same. */
    Traveller examples(int[] chosen) {
        return new Traveller(
                number, arm, ahead, Arrays.stream(chosen).mapToObj(done::get).toList());
    }

    /** Behind its next stage. */
    Traveller after(List<StageOutcome> outcomes) {
        List<List<StageOutcome>> longer = new ArrayList<>();
        for (int example = 0; example < done.size(); example++) {
            longer.add(Stream.concat(done.get(example).stream(), Stream.of(outcomes.get(example)))
                    .toList());
        }
        return new Traveller(number, arm, ahead.subList(1, ahead.size()), longer);
    }

    int number() {
        return number;
    }

    TreeArm arm() {
        return arm;
    }

    Method method() {
        return arm.method();
    }

    /** Only if it {@link #acts}. */
    Stage next() {
        return ahead.get(0);
    }

    /** What the stages behind it did to an example. */
    List<StageOutcome> stages(int example) {
        return done.get(example);
    }

    /** Whether it does something before this layer. */
    boolean acts(int layer) {
        return !ahead.isEmpty() && layer(ahead.get(0)) == layer;
    }

    /** The layer before which it does something next, or the number of layers. */
    int nextLayer(int layers) {
        return ahead.isEmpty() ? layers : layer(ahead.get(0));
    }

    /**
     * The layer at which it must see the whole text: the first whose values its ranker looks at, if that looks at text;
     * else the number of layers.
     */
    int textLayer(int layers) {
        if (!method().looksAtText()) {
            return layers;
        }
        return Stream.concat(
                        ahead.stream().map(Stage::point),
                        method().needs(ahead).stream().map(Capture::point))
                .mapToInt(point -> ((Point.DecoderLayer) point).layer())
                .min()
                .orElse(layers);
    }

    /** What its stages need of layers before this one. */
    Stream<Capture> needsBefore(int layer) {
        return method().needs(ahead).stream().filter(need -> need.point().compareTo(Point.decoder(layer)) < 0);
    }

    /** What its next stage needs. */
    Set<Capture> needsNow() {
        return method().needs(List.of(next()));
    }

    private static int layer(Stage stage) {
        return ((Point.DecoderLayer) stage.point()).layer();
    }
}
