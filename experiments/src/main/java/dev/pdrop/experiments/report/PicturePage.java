// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.engine.StageOutcome;
import dev.pdrop.experiments.picture.Drawing;
import dev.pdrop.experiments.picture.ScoreSpan;
import dev.pdrop.experiments.picture.ShownAnswer;
import dev.pdrop.experiments.picture.StageView;
import dev.pdrop.experiments.picture.TokenPicture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** An answer with and without a reduction, and the pictures of it, on one page that works without a network. */
public final class PicturePage {

    /** By which a page says that it is one of these. */
    public static final String GENERATOR = "pdrop show";

    private PicturePage() {}

    /**
     * The page as text.
     *
     * @param answer what is shown
     * @param ranker name of what ranks, for a sentence
     * @param facts what else there is to know: a term and what is said of it, line by line
     */
    public static String text(ShownAnswer answer, String ranker, List<List<String>> facts) {
        Html body = Html.element(
                "body",
                opening(answer),
                Html.element("main")
                        .and(stages(answer, ranker))
                        .and(
                                section("In numbers", numbers(answer)),
                                section("Model and method", Words.terms("facts", facts))),
                Html.element("footer", Html.element("p", "Complete in itself: this page loads and runs nothing.")));
        Html head = Report.head(answer.question(), GENERATOR).and(Report.named("generator", GENERATOR));
        return "<!DOCTYPE html>\n" + Html.element("html", head, body).with("lang", "en") + "\n";
    }

    private static Html opening(ShownAnswer answer) {
        String verdict =
                answer.changed() ? "The reduction changed the answer." : "The reduction did not change the answer.";
        return Html.element(
                "header",
                Html.element("p", GENERATOR).with("class", "kicker"),
                Html.element("h1", answer.question()),
                Words.terms(
                        "answers",
                        List.of(
                                List.of(
                                        "with " + answer.method(),
                                        said(answer.reduced().text())),
                                List.of("unreduced", said(answer.unreduced().text())))),
                Html.element("p", Html.element("strong", verdict), Html.text(" " + cost(answer)))
                        .with("class", answer.changed() ? "state unfinished" : "state"));
    }

    private static String said(String answer) {
        return answer.isBlank() ? "(nothing)" : answer;
    }

    private static String cost(ShownAnswer answer) {
        int all = answer.reduced().prompt().layout().visualTokens();
        return "On average over the layers " + Figures.fixed(answer.reduced().averageTokens(), 1) + " of " + all
                + " visual tokens went on, in "
                + Words.count(answer.reduced().stages().size(), "stage") + ".";
    }

    private static List<Html> stages(ShownAnswer answer, String ranker) {
        List<Html> sections = new ArrayList<>();
        for (int i = 0; i < answer.pictures().size(); i++) {
            TokenPicture picture = answer.pictures().get(i);
            Html columns = Html.element("div").with("class", "stages").and(columns(picture, "picture-" + (i + 1)));
            List<Html> more = new ArrayList<>(List.of(columns));
            if (!picture.scored()) {
                more.add(Html.element(
                        "p",
                        ranker + " gives no scores: it chooses which tokens stay, or averages them, itself; so there is"
                                + " no heat map."));
            }
            if (picture.stages().stream().anyMatch(StageView::mixed)) {
                more.add(Html.element("p", "White lines frame what was averaged into one token."));
            }
            sections.add(section(picture.view().title(), more.toArray(Html[]::new)));
        }
        return sections;
    }

    private static List<Html> columns(TokenPicture picture, String id) {
        List<Html> columns = new ArrayList<>();
        Html given = figure(
                picture.given().svg(picture.view().title(), "The picture as it was given.", id, picture.png()), "");
        Html first = column("As given", picture.view().tokens().size() + " visual tokens", given);
        columns.add(picture.scored() ? first.and(scale()) : first);
        for (StageView stage : picture.stages()) {
            String layer = "before layer " + stage.layer();
            String count = picture.count(stage);
            Html column = column(
                    "Before layer " + stage.layer(),
                    count,
                    figure(
                            picture.kept(stage)
                                    .svg(
                                            "kept " + layer + ": " + count,
                                            "What no token that stays stands for is under grey.",
                                            id),
                            "kept"));
            columns.add(
                    stage.scored()
                            ? column.and(figure(
                                    picture.scores(stage)
                                            .svg(
                                                    "scores " + layer,
                                                    "The brighter, the higher a score ranks among "
                                                            + stage.ranked().size()
                                                            + "; what is kept is framed, what was gone is grey.",
                                                    id),
                                    "scores"))
                            : column);
        }
        return columns;
    }

    private static Html column(String heading, String count, Html figure) {
        return Html.element("div", Html.element("h3", Html.text(heading + " "), Html.element("span", count)), figure)
                .with("class", "stage");
    }

    private static Html figure(String svg, String caption) {
        Html figure = Html.element("figure", Html.drawing(svg));
        return caption.isEmpty() ? figure : figure.and(Html.element("figcaption", caption));
    }

    private static Html scale() {
        return Html.element(
                        "div",
                        Html.drawing(Drawing.scale("colours of scores, from the lowest to the highest")),
                        Html.element("p", Html.element("span", "lowest"), Html.element("span", "highest score"))
                                .with("class", "ends"),
                        Html.element(
                                "p",
                                "Colours go by rank within a stage, so that a few very high scores do not hide the"
                                        + " rest. White lines frame what is kept; grey was gone before or was never"
                                        + " seen."))
                .with("class", "scale");
    }

    private static Html numbers(ShownAnswer answer) {
        boolean unseen = answer.unseen() > 0;
        boolean scored = answer.pictures().stream().anyMatch(TokenPicture::scored);
        List<String> headings = new ArrayList<>(List.of("before layer", "ranked", "stay"));
        if (unseen) {
            headings.add("of these, showing no part of an image");
        }
        if (scored) {
            headings.addAll(List.of("lowest score", "median", "highest", "last kept minus first dropped"));
        }
        Html head = Html.element("tr")
                .and(headings.stream()
                        .map(heading -> Tables.columnHeading(heading).with("class", "number"))
                        .toList());
        List<Html> rows = IntStream.range(0, answer.reduced().stages().size())
                .mapToObj(stage -> row(answer, stage, unseen, scored))
                .toList();
        String caption = unseen
                ? "Visual tokens stage by stage; " + answer.unseen() + " of "
                        + answer.reduced().prompt().layout().visualTokens()
                        + " show no part of an image, such as those that end a row"
                : "Visual tokens stage by stage";
        return Words.scrolling(caption, Tables.table(caption, head, rows).with("class", "narrow"));
    }

    private static Html row(ShownAnswer answer, int stage, boolean unseen, boolean scored) {
        StageOutcome outcome = answer.reduced().stages().get(stage);
        List<String> cells = new ArrayList<>(
                List.of(Integer.toString(outcome.before().length), Integer.toString(outcome.kept().length)));
        if (unseen) {
            cells.add(Integer.toString(answer.unseen(stage)));
        }
        if (scored) {
            Optional<ScoreSpan> span = ScoreSpan.of(outcome);
            cells.add(span.map(ScoreSpan::lowest).map(PicturePage::score).orElse("-"));
            cells.add(span.map(ScoreSpan::median).map(PicturePage::score).orElse("-"));
            cells.add(span.map(ScoreSpan::highest).map(PicturePage::score).orElse("-"));
            cells.add(Double.isNaN(outcome.margin()) ? "-" : score(outcome.margin()));
        }
        return Html.element(
                        "tr",
                        Tables.rowHeading(Integer.toString(StageView.layer(outcome)))
                                .with("class", "number"))
                .and(cells.stream()
                        .map(cell -> Html.element("td", cell).with("class", "number"))
                        .toList());
    }

    private static String score(double score) {
        return Double.isFinite(score) ? Figures.threeDigits(score) : Double.toString(score);
    }

    private static Html section(String heading, Html... content) {
        return Html.element("section", Html.element("h2", heading)).and(content);
    }
}
