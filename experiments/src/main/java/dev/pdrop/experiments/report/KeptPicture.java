// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.picture.Drawing;
import dev.pdrop.experiments.picture.Part;
import dev.pdrop.experiments.run.ShownPicture;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A picture as it was given, and again for each stage of some arms, with what was dropped under grey.
 *
 * @param picture what is shown
 * @param arms names of the arms that are shown
 */
record KeptPicture(ShownPicture picture, List<String> arms) {

    List<Html> body() {
        List<Html> body = new ArrayList<>();
        body.add(Html.element("h3", picture.text()));
        List<Html> figures = new ArrayList<>();
        String given = "as it was given";
        figures.add(figure(
                Drawing.given(picture.width(), picture.height(), picture.regions())
                        .svg(picture.name() + ", " + given, "The picture.", id(), picture.png()),
                picture.name(),
                given));
        for (ShownPicture.ShownArm arm : picture.arms()) {
            if (arms.contains(arm.arm())) {
                arm.stages().forEach(stage -> figures.add(stage(arm.arm(), stage)));
            }
        }
        body.add(Html.element("div").and(figures).with("class", "kept"));
        return body;
    }

    private Html stage(String arm, ShownPicture.ShownStage stage) {
        List<Part> kept = stage.kept().stream()
                .map(place -> new Part(List.of(picture.regions().get(place)), OptionalDouble.empty()))
                .toList();
        String layer = "before layer " + stage.layer() + ": " + stage.kept().size() + " of "
                + picture.regions().size() + " stay";
        return figure(
                Drawing.kept(picture.width(), picture.height(), picture.regions(), kept)
                        .svg(arm + ", " + layer, "What no token that stays stands for is under grey.", id()),
                arm,
                layer);
    }

    private static Html figure(String svg, String name, String what) {
        return Html.element(
                "figure",
                Html.drawing(svg),
                Html.element("figcaption", Html.element("b", name), Html.text(" " + what)));
    }

    /* By what it shows: a page may have pieces of several reports. */
    private String id() {
        return "picture-" + Integer.toHexString(picture.png().hashCode());
    }
}
