// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.api;

import dev.pdrop.experiments.report.Excerpt;
import dev.pdrop.experiments.report.Excerpt.Heading;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes tables, for a page and for a terminal. */
final class Grid {

    private Grid() {}

    /**
     * A table whose last columns hold numbers.
     *
     * @param caption what it shows
     * @param columns their headings
     * @param texts how many columns in front hold text, at least 1
     * @param rows as many cells each as there are columns
     */
    static Shown of(String caption, List<String> columns, int texts, List<List<String>> rows) {
        return of(
                caption,
                IntStream.range(0, columns.size())
                        .mapToObj(column -> new Heading(columns.get(column), column >= texts))
                        .toList(),
                rows);
    }

    /** A table of records of one type. */
    static Shown ofRecords(String caption, List<? extends Record> rows) {
        List<RecordComponent> columns = rows.isEmpty()
                ? List.of()
                : Arrays.asList(rows.get(0).getClass().getRecordComponents());
        return of(
                caption,
                columns.stream()
                        .map(column -> new Heading(words(column.getName()), isNumber(column)))
                        .toList(),
                rows.stream()
                        .map(row -> columns.stream()
                                .map(column -> cell(column, row))
                                .toList())
                        .toList());
    }

    private static Shown of(String caption, List<Heading> columns, List<List<String>> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns.stream().map(Heading::heading).toList());
        lines.addAll(rows);
        String text = lines.stream().map(line -> String.join("\t", line)).collect(Collectors.joining("\n"));
        return new View(Excerpt.table(caption, columns, rows), caption + "\n" + text);
    }

    private static boolean isNumber(RecordComponent column) {
        return column.getType().isPrimitive() && column.getType() != boolean.class;
    }

    private static String words(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    private static String cell(RecordComponent column, Record row) {
        Method accessor = column.getAccessor();
        try {
            // The record may be one of a notebook's cell, in a class that nobody else sees.
            accessor.setAccessible(true);
            return text(accessor.invoke(row));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "rows must be records that give their values, one gave no " + accessor, e);
        }
    }

    private static String text(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(Grid::text).orElse("");
        }
        return value instanceof Double number ? String.format(Locale.ROOT, "%.4g", number) : String.valueOf(value);
    }
}
