// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.output.WholeFile;
import dev.pdrop.experiments.run.StoredRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report of a run: one page that works without a network, for somebody who has never seen pdrop. */
public final class Report {

    /** The name of the file in the run folder. */
    public static final String FILE = "report.html";

    /* Nothing may be fetched, run or sent; styles and pictures are those in the page. */
    private static final String POLICY =
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    private Report() {}

    /**
     * Writes the report into the run's folder, in place of one that may be there.
     *
     * @return the file
     * @throws dev.pdrop.spi.FailedRunException if it cannot be written
     */
    public static Path write(StoredRun run) {
        Path file = run.path().resolve(FILE);
        byte[] page = page(run).getBytes(StandardCharsets.UTF_8);
        WholeFile.write(file, output -> output.write(page));
        return file;
    }

    /** The page as text. */
    static String page(StoredRun run) {
        return "<!DOCTYPE html>\n"
                + Html.element("html", head(run.name()), body(run)).with("lang", "en") + "\n";
    }

    /** The head of a report about something of a name. */
    static Html head(String name) {
        return head(name, "pdrop report");
    }

    /** The head of a page about something of a name, which may do nothing but be read. */
    static Html head(String name, String kind) {
        return Html.element(
                "head",
                Html.element("meta").with("charset", "utf-8"),
                Html.element("meta")
                        .with("http-equiv", "Content-Security-Policy")
                        .with("content", POLICY),
                named("viewport", "width=device-width, initial-scale=1"),
                named("color-scheme", "light dark"),
                named("referrer", "no-referrer"),
                Html.element("title", name + " \u2013 " + kind),
                Html.style(style("report.css")));
    }

    private static Html body(StoredRun run) {
        List<Html> links = new ArrayList<>();
        List<Html> sections = new ArrayList<>();
        for (ReportPart part : ReportPart.values()) {
            Section section = part.section();
            List<Html> content = section.body(run);
            if (!content.isEmpty()) {
                String id = section.heading().toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
                links.add(
                        Html.element("li", Html.element("a", section.heading()).with("href", "#" + id)));
                sections.add(Html.element(
                                "section", Html.element("h2", section.heading()).with("id", id + "-heading"))
                        .with("id", id)
                        .with("aria-labelledby", id + "-heading")
                        .and(content));
            }
        }
        Html navigation = Html.element("nav", Html.element("ul").and(links)).with("aria-label", "Sections");
        return Html.element(
                "body",
                Opening.of(run),
                navigation,
                Html.element("main").and(sections),
                Html.element(
                        "footer",
                        Html.element(
                                "p",
                                "Written by pdrop " + run.manifest().software().pdrop()
                                        + ". This page is complete in itself: it loads nothing and runs nothing.")));
    }

    /** A word about the page for the browser. */
    static Html named(String name, String content) {
        return Html.element("meta").with("name", name).with("content", content);
    }

    /** A style sheet of this package. */
    static String style(String name) {
        try (InputStream stream = Report.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the build left out " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
