// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What can be wrong with a command line or an experiment file. */
final class ConfigSituations {

    private ConfigSituations() {}

    static List<ErrorSituation> all() {
        return List.of(
                new ErrorSituation("unknown command", shop -> new String[] {"rnu"}),
                new ErrorSituation("unknown option", shop -> shop.runExperiment("--dryrun")),
                new ErrorSituation("unknown key", shop -> added(shop, "sede = 3")),
                new ErrorSituation("missing key", shop -> {
                    shop.experiment(text -> text.replace("question = \"Does it fail?\"\n", ""));
                    return shop.runExperiment();
                }),
                new ErrorSituation("wrong type", shop -> added(shop, "batch-size = many")),
                new ErrorSituation(
                        "measurement without repeats", shop -> added(shop, "measure { warmup = 1, repeats = 0 }")),
                new ErrorSituation(
                        "looking at no question", shop -> added(shop, "diagnose { questions = 0, pictures = 1 }")),
                new ErrorSituation("a size that is none", shop -> added(shop, "engine.memory = plenty")),
                new ErrorSituation("too little memory", shop -> added(shop, "engine.memory = 64 KiB")),
                new ErrorSituation("more answers than anybody meant", ConfigSituations::largeGrid),
                new ErrorSituation("fraction for an integer", shop -> added(shop, "decoding.max-new-tokens = 2.5")),
                new ErrorSituation("negative limit", shop -> added(shop, "dataset.limit = -1")),
                new ErrorSituation("unknown value", shop -> added(shop, "backbone.dtype = float8")),
                new ErrorSituation(
                        "mapped weights in another number format",
                        shop -> added(shop, "backbone { dtype = bfloat16, weights = mapped }")),
                new ErrorSituation(
                        "ratio outside [0, 1]",
                        shop -> arm(shop, "half { method = fastv, schedule { drop-ratio = 1.5 } }")),
                new ErrorSituation(
                        "lambda outside [0, 1]",
                        shop -> arm(shop, "half { method = pyramid-drop, schedule { lambda = -0.5 } }")),
                new ErrorSituation(
                        "ratios rising",
                        shop -> arm(
                                shop,
                                "up { method = pyramid-drop, schedule { layers = [3, 6], ratios = [0.2, 0.5] } }")),
                new ErrorSituation(
                        "layers not ascending",
                        shop -> arm(shop, "p { method = pyramid-drop, schedule { layers = [6, 3] } }")),
                new ErrorSituation(
                        "stage layer outside the model",
                        shop -> arm(shop, "late { method = fastv, schedule { layer = 12 } }")),
                new ErrorSituation(
                        "a ranker that looks before the first layer",
                        shop -> arm(shop, "early { method = fastv, schedule { layer = 0 } }")),
                new ErrorSituation(
                        "stages without a ranker",
                        shop -> arm(shop, "own { schedule { use = single }, positions = original }")),
                new ErrorSituation(
                        "budget beside what it is solved for",
                        shop -> arm(
                                shop,
                                "b { method = pyramid-drop, schedule { lambda = 0.3, budget { average-tokens = 60 } } }")),
                new ErrorSituation(
                        "budget that another setting leaves without effect",
                        shop -> arm(
                                shop,
                                "b { method = pyramid-drop, schedule { ratios = [0.5, 0.3, 0.1], budget { average-tokens = 60 } } }")),
                new ErrorSituation(
                        "text tokens beside a budget that does not count them",
                        shop -> arm(
                                shop,
                                "b { method = fastv, schedule { budget { average-tokens = 60, text-tokens = 20 } } }")),
                new ErrorSituation(
                        "budget with two targets",
                        shop -> arm(
                                shop,
                                "b { method = fastv, schedule { budget { average-tokens = 60, same-as = full } } }")),
                new ErrorSituation(
                        "budget without a target",
                        shop -> arm(shop, "b { method = fastv, schedule { budget { solve = keep } } }")),
                new ErrorSituation(
                        "unknown key of a budget",
                        shop -> arm(
                                shop,
                                "b { method = fastv, schedule { budget { average-tokens = 60, solves = keep } } }")),
                new ErrorSituation(
                        "budget of multiply-adds without a convention",
                        shop -> arm(shop, "b { method = fastv, schedule { budget { tmac = 1 } } }")),
                new ErrorSituation(
                        "budget of a schedule that leaves nothing open",
                        shop -> arm(shop, "b { method = full, schedule { budget { average-tokens = 60 } } }")),
                new ErrorSituation(
                        "budget solved for what the schedule does not have",
                        shop -> arm(
                                shop,
                                "b { method = fastv, schedule { budget { average-tokens = 60, solve = lambda } } }")),
                new ErrorSituation(
                        "budget like an unknown arm",
                        shop -> arm(shop, "b { method = fastv, schedule { budget { same-as = ful } } }")),
                new ErrorSituation(
                        "budget below the floor",
                        shop -> arm(
                                shop,
                                "b { method = pyramid-drop, schedule { layers = [6, 9], budget { average-tokens = 60 } } }")),
                new ErrorSituation(
                        "budget above the ceiling",
                        shop -> arm(shop, "b { method = fastv, schedule { budget { average-tokens = 200 } } }")),
                new ErrorSituation("plan without a model", shop -> new String[] {"plan", "--average-tokens", "128"}),
                new ErrorSituation("unknown geometry", shop -> new String[] {"plan", "--geometry", "llava-1.5-7"}),
                new ErrorSituation("plan of a budget that cannot be met", shop -> new String[] {
                    "plan", "--geometry", "llava-1.5-7b", "--layers", "8,16,24", "--average-tokens", "128"
                }),
                new ErrorSituation("unknown control", shop -> controls(shop, "[random, botom-k]")),
                new ErrorSituation("controls that are no list", shop -> controls(shop, "some")),
                new ErrorSituation("a list of no controls", shop -> controls(shop, "[]")),
                new ErrorSituation("an arm with the name of a control", shop -> {
                    shop.experiment(text -> text.replace("full = full", "full = pyramid-drop"));
                    return controls(shop, "[full]");
                }),
                new ErrorSituation("no replicate", shop -> arm(shop, "r { method = random, replicates = 0 }")),
                new ErrorSituation(
                        "replicates of what draws nothing",
                        shop -> arm(shop, "whole { method = full, replicates = 5 }")),
                new ErrorSituation("unknown input", shop -> arm(shop, "blind { method = full, input = text }")),
                new ErrorSituation(
                        "smaller pictures of no scale",
                        shop -> arm(shop, "small { method = full, input = down-sampled }")),
                new ErrorSituation(
                        "a scale of pictures as they are",
                        shop -> arm(shop, "small { method = full, input-scale = 0.5 }")),
                new ErrorSituation(
                        "averages behind the first layer",
                        shop -> arm(shop, "p { method = pool, schedule.layer = 2 }")),
                new ErrorSituation("unknown method", shop -> arm(shop, "p = pyramid-dorp")),
                new ErrorSituation("unknown data set", shop -> shop.runExperiment("--set", "dataset=glyph-question")),
                new ErrorSituation("a setting below the name of a data set", shop -> {
                    shop.experiment(text -> text + "dataset = glyph-questions\ndataset.limit = 3\n");
                    return shop.runExperiment();
                }),
                new ErrorSituation(
                        "unknown arm of a flag", shop -> shop.runExperiment("--set", "arms.ful.positions=contiguous")),
                new ErrorSituation("malformed flag", shop -> shop.runExperiment("--set", "seed")),
                new ErrorSituation("axis over a flag", shop -> {
                    shop.arm("k { method = fastv }");
                    shop.experiment(text -> text + "axes { \"k.schedule.layer\" = [1, 2] }\n");
                    return shop.runExperiment("--set", "arms.k.schedule.layer=3");
                }),
                new ErrorSituation("axis without effect", shop -> {
                    shop.arm("k { method = fastv, schedule.keep = 52 }");
                    return added(shop, "axes { \"k.schedule.drop-ratio\" = [0.3, 0.7] }");
                }),
                new ErrorSituation("missing include", shop -> added(shop, "include required(\"none.conf\")")),
                new ErrorSituation("include in a circle", shop -> added(shop, "include required(\"broken.conf\")")),
                new ErrorSituation("missing close brace", shop -> {
                    shop.experiment(text -> text.replace("  full = full\n}", "  full = full\n"));
                    return shop.runExperiment();
                }),
                new ErrorSituation("no HOCON", shop -> added(shop, "a : b : c")),
                new ErrorSituation("substitution without a value", shop -> added(shop, "seed = ${sed}")),
                new ErrorSituation("missing conf file", shop ->
                        new String[] {"run", shop.at("none.conf").toString()}),
                new ErrorSituation("unknown experiment", shop -> new String[] {"run", "quickstrat"}),
                new ErrorSituation("questions in place of an experiment", shop ->
                        new String[] {"run", shop.at("questions.jsonl").toString()}),
                new ErrorSituation("a folder in place of an experiment", shop ->
                        new String[] {"run", shop.at(".").normalize().toString()}),
                new ErrorSituation("a model in place of an experiment", shop ->
                        new String[] {"run", shop.at("model").toString()}),
                new ErrorSituation("a training in place of an experiment", shop -> {
                    shop.experiment(text -> text.replaceFirst("(?m)^arms", "stages"));
                    return shop.runExperiment();
                }),
                new ErrorSituation("an experiment in place of a training", shop -> {
                    String[] run = shop.runExperiment();
                    run[0] = "train";
                    return run;
                }),
                new ErrorSituation(
                        "name of a training in place of an experiment's", shop -> new String[] {"run", "glyph-llava"}),
                new ErrorSituation("unknown training", shop -> new String[] {"train", "glyph-lava"}),
                new ErrorSituation("experiment without base.conf", shop -> {
                    shop.experiment(text -> text.replaceFirst("include required.*\n", ""));
                    return shop.runExperiment();
                }),
                new ErrorSituation("option without its value", shop -> shop.runExperiment("--set")),
                new ErrorSituation("setting without --set", shop -> shop.runExperiment("dataset.limit=5")),
                new ErrorSituation("command without what it is about", shop -> new String[] {"describe"}),
                new ErrorSituation("unknown name to describe", shop -> new String[] {"describe", "fastw"}),
                new ErrorSituation("unknown method of a command", shop ->
                        new String[] {"answer", "--model", shop.at("model").toString(), "--method", "fastw", "what ?"}),
                new ErrorSituation("trace into a folder that is not there", shop -> new String[] {
                    "trace",
                    "--model",
                    shop.at("model").toString(),
                    "--prompt",
                    "what ?",
                    "--out",
                    shop.at("none/trace.json").toString()
                }));
    }

    private static String[] added(ErrorWorkshop shop, String line) throws java.io.IOException {
        shop.experiment(text -> text + line + "\n");
        return shop.runExperiment();
    }

    private static String[] controls(ErrorWorkshop shop, String setting) throws java.io.IOException {
        shop.experiment(text -> text.replace("controls = none", "controls = " + setting));
        return shop.runExperiment();
    }

    private static String[] arm(ErrorWorkshop shop, String arm) throws java.io.IOException {
        shop.arm(arm);
        return shop.runExperiment();
    }

    /** An axis of 100 values, and 1,001 questions. */
    private static String[] largeGrid(ErrorWorkshop shop) throws IOException {
        String counts =
                IntStream.rangeClosed(1, 100).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String questions = IntStream.rangeClosed(1, 1001)
                .mapToObj(id -> ErrorWorkshop.line(Integer.toString(id), "\"image\": \"a.png\""))
                .collect(Collectors.joining());
        shop.write("questions.jsonl", questions);
        shop.arm("few { method = fastv, schedule { keep = 1 } }");
        return added(shop, "axes { \"few.schedule.keep\" = [" + counts + "] }");
    }
}
