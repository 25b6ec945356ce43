// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.engine.diagnosis.ArmDiagnosis;
import dev.pdrop.engine.diagnosis.ArmOverlap;
import dev.pdrop.engine.diagnosis.Diagnosis;
import dev.pdrop.engine.diagnosis.LayerAgreement;
import dev.pdrop.engine.diagnosis.StageDiagnosis;
import dev.pdrop.experiments.run.DiagnosedRun;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.ShownPicture;
import dev.pdrop.experiments.run.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What arms keep: pictures of it, where on the grid it lies, how far arms and layers agree. */
final class KeptSection implements Section {

    /** A matrix of more arms nobody reads; the file has all. */
    private static final int MATRIX = 10;

    /** Arms whose pictures are shown. */
    private static final int SHOWN = 8;

    /* What draws numbers agrees with itself by chance, and what looks at nothing always. */
    private static final Set<String> BLIND_RANKERS = Set.of("random", "uniform");

    @Override
    public String heading() {
        return "What stays";
    }

    @Override
    public List<Html> body(StoredRun run) {
        return run.diagnosed().map(diagnosed -> body(run, diagnosed)).orElseGet(List::of);
    }

    private static List<Html> body(StoredRun run, DiagnosedRun diagnosed) {
        Set<String> attached = run.results()
                .map(results -> diagnosed.diagnosis().arms().stream()
                        .map(ArmDiagnosis::arm)
                        .filter(results.controls()::attached)
                        .collect(Collectors.toSet()))
                .orElseGet(Set::of);
        Diagnosis diagnosis = diagnosed.diagnosis();
        List<Html> body = new ArrayList<>();
        body.add(Html.element(
                "p",
                "Of the first " + Words.count(diagnosis.questions(), "question") + " about "
                        + Words.count(diagnosis.images(), "image") + ", in the first replicate of each arm"
                        + (attached.isEmpty()
                                ? "."
                                : "; pictures, overlaps and agreements leave attached controls out.")));
        for (ShownPicture picture : diagnosed.pictures()) {
            body.addAll(new KeptPicture(picture, shown(diagnosed, attached)).body());
        }
        body.add(Html.element("h3", "Where it lies"));
        body.add(positions(diagnosis));
        body.add(Html.element(
                "p",
                "spread: entropy of the places of the kept tokens of the first question about each image, over that to be"
                        + " expected if as many of each were kept at random, so that stages that keep many and few compare: 1 if they lie as"
                        + " scattered as chance has them, less the more the same places come again and again, a little more"
                        + " if they lie more evenly. Where kept tokens crowd in some rows or columns though things lie everywhere, a ranker looks at places"
                        + " rather than at what they show."
                        + (diagnosis.padding() > 0
                                ? " padding: share of kept tokens that show nothing but padding; of all tokens "
                                        + Figures.percent(diagnosis.padding()) + " do."
                                : "")));
        List<ArmOverlap> overlaps = diagnosis.overlaps().stream()
                .filter(one -> !attached.contains(one.first()) && !attached.contains(one.second()))
                .toList();
        if (!overlaps.isEmpty()) {
            body.add(Html.element("h3", "How far arms agree"));
            body.addAll(overlaps(overlaps));
        }
        Set<String> blind = blind(run);
        List<LayerAgreement> agreements = diagnosis.agreements().stream()
                .filter(one -> Stream.of(one.firstArm(), one.secondArm())
                        .noneMatch(arm -> attached.contains(arm) || blind.contains(arm)))
                .toList();
        if (!agreements.isEmpty()) {
            body.add(Html.element("h3", "How far layers agree"));
            body.add(agreements(agreements));
        }
        return body;
    }

    private static Set<String> blind(StoredRun run) {
        return run.manifest().arms().stream()
                .filter(arm -> BLIND_RANKERS.contains(arm.ranker()))
                .map(Manifest.Arm::name)
                .collect(Collectors.toSet());
    }

    private static List<String> shown(DiagnosedRun diagnosed, Set<String> attached) {
        return diagnosed.diagnosis().arms().stream()
                .filter(arm -> !arm.stages().isEmpty() && !attached.contains(arm.arm()))
                .map(ArmDiagnosis::arm)
                .limit(SHOWN)
                .toList();
    }

    private static Html positions(Diagnosis diagnosis) {
        boolean padded = diagnosis.padding() > 0;
        Html head = Html.element("tr", Tables.columnHeading("arm"))
                .and(numeric("before layer"), numeric("ranked"), numeric("kept"), numeric("spread"))
                .and(Tables.columnHeading("rows, top to bottom"), Tables.columnHeading("columns, left to right"));
        head = padded ? head.and(numeric("padding")) : head;
        List<Html> rows = new ArrayList<>();
        for (ArmDiagnosis arm : diagnosis.arms()) {
            for (StageDiagnosis stage : arm.stages()) {
                Html row = Html.element("tr", Tables.rowHeading(arm.arm()))
                        .and(number(Integer.toString(stage.layer())), number(Figures.fixed(stage.ranked(), 1)))
                        .and(number(Figures.fixed(stage.kept(), 1)))
                        .and(number(
                                stage.spread().map(one -> Figures.fixed(one, 2)).orElse("-")))
                        .and(bars(stage.rows()), bars(stage.columns()));
                rows.add(
                        padded
                                ? row.and(number(
                                        stage.padding().map(Figures::percent).orElse("-")))
                                : row);
            }
        }
        String caption = "Kept tokens, stage by stage";
        return Words.scrolling(caption, Tables.table(caption, head, rows));
    }

    private static Html bars(List<Double> shares) {
        if (shares.stream().allMatch(share -> share == 0)) {
            return Html.element("td", "-");
        }
        double width = 6;
        double height = 22;
        double highest = shares.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        String text = shares.stream()
                .map(share -> String.format(Locale.ROOT, "%.0f %%", 100 * share))
                .collect(Collectors.joining(", "));
        Html svg = Html.element("svg", Html.element("title", text))
                .with("class", "bars")
                .with("viewBox", "0 0 " + Figures.coordinate(width * shares.size()) + " " + Figures.coordinate(height))
                .with("width", width * shares.size())
                .with("height", height)
                .with("role", "img");
        for (int i = 0; i < shares.size(); i++) {
            double bar = height * shares.get(i) / highest;
            svg = svg.and(Html.element("rect")
                    .with("x", i * width + 0.5)
                    .with("y", height - bar)
                    .with("width", width - 1)
                    .with("height", bar)
                    .with("class", "colour0"));
        }
        return Html.element("td", svg);
    }

    private static List<Html> overlaps(List<ArmOverlap> overlaps) {
        List<String> names = overlaps.stream()
                .flatMap(one -> Stream.of(one.first(), one.second()))
                .distinct()
                .toList();
        if (names.size() > MATRIX) {
            return List.of(Html.element(
                    "p",
                    "The overlaps of " + names.size() + " arms, " + overlaps.size()
                            + " pairs, stand in diagnosis.json of the run's folder."));
        }
        Html head = Html.element("tr", Tables.columnHeading("arm"));
        for (String name : names.subList(0, names.size() - 1)) {
            head = head.and(numeric(name));
        }
        List<Html> rows = new ArrayList<>();
        for (int row = 1; row < names.size(); row++) {
            Html cells = Html.element("tr", Tables.rowHeading(names.get(row)));
            for (int column = 0; column < names.size() - 1; column++) {
                String first = names.get(column);
                String second = names.get(row);
                cells = cells.and(number(overlaps.stream()
                        .filter(one -> one.first().equals(first) && one.second().equals(second))
                        .map(one -> Figures.fixed(one.jaccard(), 2) + " (" + Figures.fixed(one.chance(), 2) + ")")
                        .findFirst()
                        .orElse("")));
            }
            rows.add(cells);
        }
        String caption =
                "Tokens that both keep behind their last stages, over tokens that either keeps; in brackets what"
                        + " choices of these sizes that have nothing to do with each other would have";
        return List.of(Words.scrolling("How far arms agree", Tables.table(caption, head, rows)));
    }

    private static Html agreements(List<LayerAgreement> agreements) {
        Html head = Html.element("tr", Tables.columnHeading("arm"))
                .and(numeric("layer"))
                .and(Tables.columnHeading("and arm"))
                .and(numeric("layer"), numeric("Kendall's tau"), numeric("questions"));
        List<Html> rows = agreements.stream()
                .map(one -> Html.element("tr", Tables.rowHeading(one.firstArm()))
                        .and(number(Integer.toString(one.firstLayer())))
                        .and(Html.element("td", one.firstArm().equals(one.secondArm()) ? "the same" : one.secondArm()))
                        .and(number(Integer.toString(one.secondLayer())), number(Figures.fixed(one.kendall(), 2)))
                        .and(number(Integer.toString(one.questions()))))
                .toList();
        String caption =
                "One ranker at two layers, over the tokens that it scored at both: 1 if it orders them alike, 0"
                        + " if one order says nothing of the other, -1 if it turns them round";
        return Words.scrolling("How far layers agree", Tables.table(caption, head, rows));
    }

    private static Html numeric(String text) {
        return Tables.columnHeading(text).with("class", "number");
    }

    private static Html number(String text) {
        return Html.element("td", text).with("class", "number");
    }
}
