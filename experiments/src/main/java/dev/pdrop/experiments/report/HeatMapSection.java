// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From which layer on how many tokens may go: figure 1 of the PyramidDrop paper, for the arms of a run that drop once.
 */
final class HeatMapSection implements Section {

    @Override
    public String heading() {
        return "Accuracy by layer and share kept";
    }

    @Override
    public List<Html> body(StoredRun run) {
        List<PlannedArm> arms = PlannedArm.of(run);
        List<HeatMap> maps =
                HeatMap.of(arms, run.results().map(Results::visualTokens).orElse(0));
        return maps.isEmpty() ? List.of() : body(maps, PlannedArm.unreduced(arms));
    }

    private static List<Html> body(List<HeatMap> maps, Optional<PlannedArm> unreduced) {
        HeatMap.Scale scale = HeatMap.Scale.of(maps);
        List<Html> tables = new ArrayList<>();
        for (HeatMap map : maps) {
            String caption = map.title() + ": accuracy in per cent"
                    + unreduced
                            .map(arm -> "; " + arm.name() + ", which drops nothing: "
                                    + Figures.fixed(100 * arm.accuracy().share(), 1))
                            .orElse("");
            tables.add(Words.scrolling(map.title(), map.table(scale, caption)));
        }
        List<Html> body = new ArrayList<>();
        body.add(Html.element(
                "p",
                "Arms that drop once: across, the layer before which they do; up, the share of visual tokens that they"
                        + " keep, with the count for one image of the usual size. The stronger the colour, the more right"
                        + " answers, from " + Figures.percent(scale.lowest()) + " to "
                        + Figures.percent(scale.highest())
                        + (maps.size() > 1 ? ", the same in all these tables" : "")
                        + ". "
                        + (maps.stream().anyMatch(HeatMap::hasIntervals)
                                ? "Below each accuracy stands its 95 % interval; whether two arms differ is told by"
                                        + " pairs, not by these."
                                : "")));
        body.add(Html.element("div").with("class", "charts").and(tables));
        body.addAll(ExactBounds.note(maps.stream().flatMap(HeatMap::intervals)));
        return body;
    }
}
