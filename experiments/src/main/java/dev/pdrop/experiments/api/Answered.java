// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.api;

import dev.pdrop.engine.StageOutcome;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.report.Excerpt;
import dev.pdrop.experiments.run.ShownPicture;
import dev.pdrop.experiments.trace.Trace;
import dev.pdrop.spi.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An answer, and how it came about. Shown as the picture with what stayed of it, stage by stage.
 *
 * @param method that was applied
 * @param trace everything that happened
 * @param pictures what stays of the picture: one for each way in which the model sees it, such as whole and in tiles
 */
public record Answered(ArmPlan method, Trace trace, List<ShownPicture> pictures) implements Shown {

    /** What the model said. */
    public String text() {
        return trace.text();
    }

    /** Mean over the decoder's layers of visual tokens that entered the layer. */
    public double averageTokens() {
        return trace.averageTokens();
    }

    /** Visual tokens that entered each decoder layer, and what it kept in its cache. */
    public Shown layers() {
        List<List<String>> rows = new ArrayList<>();
        for (int layer = 0; layer < trace.layers().size(); layer++) {
            var one = trace.layers().get(layer);
            rows.add(List.of(
                    Integer.toString(layer),
                    Integer.toString(one.visualTokens()),
                    Integer.toString(one.tokens()),
                    Integer.toString(one.keyValueTokens())));
        }
        return Grid.of(
                "What each decoder layer works on under " + method.name(),
                List.of("layer", "visual tokens", "all tokens", "tokens in the cache"),
                1,
                rows);
    }

    /** What each stage did: how many tokens it saw and kept, and how clear the choice was. */
    public Shown stages() {
        return Grid.of(
                "What each stage of " + method.name() + " did",
                List.of("stage", "tokens ranked", "tokens kept", "margin of the last one kept"),
                1,
                trace.stages().stream().map(Answered::row).toList());
    }

    private static List<String> row(StageOutcome stage) {
        return List.of(
                "before layer " + (stage.stage().point() instanceof Point.DecoderLayer decoder ? decoder.layer() : 0),
                Integer.toString(stage.scores().length),
                Integer.toString(stage.kept().length),
                Double.isNaN(stage.margin()) ? "-" : String.format(Locale.ROOT, "%.2g", stage.margin()));
    }

    @Override
    public String content() {
        return Excerpt.pictures(List.of(toString()), pictures);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: \"%s\" (%d visual tokens at input, %.1f on average over the layers)",
                method.name(),
                text(),
                trace.prompt().layout().visualTokens(),
                averageTokens());
    }
}
