// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/**
 * A notebook with what its cells showed.
 *
 * @param cells that hold code, in order
 */
record ExecutedNotebook(List<JsonObject> cells) {

    private static final List<String> WITH_DATA = List.of("execute_result", "display_data");

    static ExecutedNotebook read(Path file) throws IOException {
        return new ExecutedNotebook(
                JsonParser.parseString(Files.readString(file))
                        .getAsJsonObject()
                        .getAsJsonArray("cells")
                        .asList()
                        .stream()
                        .map(JsonElement::getAsJsonObject)
                        .filter(cell -> cell.get("cell_type").getAsString().equals("code"))
                        .toList());
    }

    /** What a cell with some code in it showed as HTML, all of its outputs in one document. */
    Document html(String code) {
        String all = data(code, "text/html").collect(Collectors.joining("\n"));
        assertThat(all).as("HTML of the cell with %s", code).isNotEmpty();
        return Jsoup.parse(all);
    }

    /** What such a cell drew, parsed as XML. */
    Document svg(String code) {
        List<String> all = data(code, "image/svg+xml").toList();
        assertThat(all).as("drawings of the cell with %s", code).hasSize(1);
        return Jsoup.parse(all.get(0), "", Parser.xmlParser());
    }

    /** What such a cell printed. */
    String printed(String code) {
        return outputs(code)
                .filter(output -> output.get("output_type").getAsString().equals("stream"))
                .map(output -> text(output.get("text")))
                .collect(Collectors.joining());
    }

    /** What stands in the row of a heading, below another one. */
    static String cell(Document page, String row, String column) {
        Element table = table(page, column);
        return table.select("tbody tr").stream()
                .filter(one -> one.select("th").text().equals(row))
                .map(one -> cells(one).get(headings(table).indexOf(column)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "no row " + row + " in " + table.select("tr").eachText()));
    }

    /** What stands below a heading. */
    static List<String> column(Document page, String heading) {
        Element table = table(page, heading);
        return table.select("tbody tr").stream()
                .map(row -> cells(row).get(headings(table).indexOf(heading)))
                .toList();
    }

    private static Element table(Document page, String heading) {
        return page.select("table").stream()
                .filter(table -> headings(table).contains(heading))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "no column " + heading + " in " + page.select("thead").eachText()));
    }

    private static List<String> headings(Element table) {
        return table.select("thead th").eachText();
    }

    private static List<String> cells(Element row) {
        return row.select("th, td").stream().map(Element::text).toList();
    }

    private Stream<String> data(String code, String type) {
        return outputs(code)
                .filter(output -> WITH_DATA.contains(output.get("output_type").getAsString()))
                .map(output -> output.getAsJsonObject("data"))
                .filter(data -> data.has(type))
                .map(data -> text(data.get(type)));
    }

    private Stream<JsonObject> outputs(String code) {
        JsonObject cell = cells.stream()
                .filter(one -> text(one.get("source")).contains(code))
                .reduce((first, last) -> last)
                .orElseThrow(() -> new AssertionError("no cell with " + code));
        return cell.getAsJsonArray("outputs").asList().stream().map(JsonElement::getAsJsonObject);
    }

    /** A text, or a list of its lines. */
    private static String text(JsonElement element) {
        return element.isJsonArray()
                ? element.getAsJsonArray().asList().stream()
                        .map(JsonElement::getAsString)
                        .collect(Collectors.joining())
                : element.getAsString();
    }
}
