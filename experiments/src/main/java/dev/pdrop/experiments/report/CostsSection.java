// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.outcome.LayerCosts;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Planned and audited tokens, arithmetic under every convention, keys and values: what an arm costs. */
final class CostsSection implements Section {

    private static final double MEBIBYTE = 1 << 20;

    @Override
    public String heading() {
        return "Tokens and arithmetic";
    }

    @Override
    public List<Html> body(StoredRun run) {
        return run.results()
                .filter(results ->
                        results.arms().stream().anyMatch(arm -> arm.layers().isPresent()))
                .map(CostsSection::body)
                .orElseGet(List::of);
    }

    private static List<Html> body(Results results) {
        Arithmetic unit = Arithmetic.fitting(results.arms().stream()
                .flatMap(arm -> arm.layers().map(LayerCosts::fullTmac).stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0));
        String caption = "Planned and audited visual tokens, and what they cost";
        Html head = Html.element("tr", Tables.columnHeading("#"), Tables.columnHeading("arm"));
        for (String name : List.of(
                "tokens planned",
                "tokens audited",
                unit.unit() + ", paper",
                unit.unit() + ", fastv-paper",
                unit.unit() + ", full",
                "KV, MiB")) {
            head = head.and(Tables.columnHeading(name).with("class", "number"));
        }
        head = head.and(Tables.columnHeading("tokens in each layer"));
        List<Html> rows = new ArrayList<>();
        for (int i = 0; i < results.arms().size(); i++) {
            ArmResult arm = results.arms().get(i);
            Optional<LayerCosts> layers = arm.layers();
            if (layers.isPresent()) {
                rows.add(row(i, arm, layers.get(), unit));
            }
        }
        return List.of(
                Words.scrolling(caption, Tables.table(caption, head, rows)),
                Html.element(
                        "p",
                        "Planned: by the schedule, for one image of the usual size; audited: what entered the layers while"
                                + " they ran, the mean over the questions. The conventions paper (PyramidDrop) and fastv-paper"
                                + " (FastV) count visual tokens in the decoder alone; full counts everything from pixels to the"
                                + " first word, text, vision tower and ranking included. results.json has keys and values of"
                                + " each layer."));
    }

    private static Html row(int index, ArmResult arm, LayerCosts layers, Arithmetic unit) {
        Html row = Html.element("tr", Tables.number(index), Tables.rowHeading(arm.arm()));
        for (String number : List.of(
                Figures.fixed(layers.nominalTokens(), 1),
                Figures.fixed(arm.averageTokens(), 1),
                Figures.threeDigits(unit.of(arm.teraMultiplyAdds())),
                Figures.threeDigits(unit.of(arm.fastvTeraMultiplyAdds())),
                Figures.threeDigits(unit.of(layers.fullTmac())),
                Figures.threeDigits(layers.keyValueBytesPerLayer().stream()
                                .mapToDouble(Double::doubleValue)
                                .sum()
                        / MEBIBYTE))) {
            row = row.and(Html.element("td", number).with("class", "number"));
        }
        return row.and(Html.element("td", runs(layers.tokensPerLayer())));
    }

    /** Neighbouring layers with as many tokens are told together: {@code 3 x 144, 3 x 72}. */
    private static String runs(List<Double> tokens) {
        List<List<String>> runs = new ArrayList<>();
        for (double count : tokens) {
            String text = Math.rint(count) == count ? Figures.fixed(count, 0) : Figures.fixed(count, 1);
            if (runs.isEmpty() || !runs.get(runs.size() - 1).get(0).equals(text)) {
                runs.add(new ArrayList<>());
            }
            runs.get(runs.size() - 1).add(text);
        }
        return runs.stream().map(run -> run.size() + " \u00d7 " + run.get(0)).collect(Collectors.joining(", "));
    }
}
