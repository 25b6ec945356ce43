// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import java.util.ArrayList;
import java.util.List;

/** What can be wrong with a picture of what a method keeps. */
final class ShowSituations {

    private ShowSituations() {}

    static List<ErrorSituation> all() {
        return List.of(
                new ErrorSituation("a method that has nothing to show", shop -> show(shop, "--method=full")),
                new ErrorSituation("a file in the way of a picture", shop -> {
                    shop.write("a-fastv.html", "mine");
                    return show(shop, "--method=fastv", "--out=" + shop.at("a-fastv"));
                }),
                new ErrorSituation(
                        "a picture in a folder that is not there",
                        shop -> show(shop, "--method=fastv", "--out=" + shop.at("nowhere/a"))),
                new ErrorSituation("show without an image", shop ->
                        new String[] {"show", "--model", shop.at("model").toString(), "what ?"}),
                new ErrorSituation("show of an image that is missing", shop -> new String[] {
                    "show",
                    "--model=" + shop.at("model"),
                    "--image=" + shop.at("b.png"),
                    "--method=fastv",
                    "--out=" + shop.at("b"),
                    "what ?"
                }));
    }

    private static String[] show(ErrorWorkshop shop, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("show", "--model=" + shop.at("model"), "--image=" + shop.at("a.png"), "what shape ?"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }
}
