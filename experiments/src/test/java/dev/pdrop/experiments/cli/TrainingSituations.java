// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What can be wrong with a training, before it begins, while it goes on, and when it goes on again. */
final class TrainingSituations {

    private static final Path FULL = Path.of("/dev/full");

    private TrainingSituations() {}

    static List<ErrorSituation> all() {
        List<ErrorSituation> all = new ArrayList<>(settings());
        all.addAll(data());
        all.addAll(steps());
        return all;
    }

    private static List<ErrorSituation> settings() {
        return List.of(
                new ErrorSituation("heads that do not divide the width", shop -> {
                    shop.training(text -> text + "model.decoder.heads = 3\n");
                    return shop.train();
                }),
                set("part of a model that does not exist", "stages.tuning.learn=[towr]"),
                set("learning nothing", "stages.tuning.learn=[]"),
                set("training without a stage", "stages.tuning=null"),
                set("unknown method to train with", "stages.tuning.reduction=fastw"),
                set(
                        "method that does not fit the new model",
                        "stages.tuning.reduction={method = fastv, schedule.layer = 7}"),
                new ErrorSituation("method of an evaluation that does not fit the new model", shop -> {
                    Path asked = shop.write("asked.conf", """
                            include required("%s")
                            name = asked, controls = none, question = "Is it met?", backbone = glyph-llava, dataset = glyph-questions
                            arms { late { method = fastv, schedule.layer = 7 } }
                            """.formatted(
                                    Path.of("conf/base.conf").toAbsolutePath()));
                    shop.training(text -> text + "evaluation = \"" + asked + "\"\narms { only {} }\n");
                    return shop.train();
                }),
                set("setting of a data set that others take over", "dataset.splitt=train"),
                set("prompt without the question", "prompt=\"<image> A:\""),
                new ErrorSituation(
                        "training into what is no folder",
                        shop -> shop.train("--set", "output=" + Files.createFile(shop.at("file")))));
    }

    private static List<ErrorSituation> data() {
        return List.of(
                set("property that no patch has", "stages.tuning.properties=[colour]"),
                new ErrorSituation("words of test questions that are not learnt", shop -> {
                    Files.writeString(
                            shop.at("test.jsonl"),
                            Files.readString(shop.at("questions.jsonl")).replace("shape", "form"));
                    return jsonl(shop, "--set", "test.file=" + shop.at("test.jsonl"));
                }),
                new ErrorSituation("question without an image to learn from", shop -> {
                    shop.write("questions.jsonl", """
                            {"id": "0", "question": "what shape is the green thing ?", "answer": "ring"}
                            """);
                    return jsonl(shop, "--set", "prompt=\"{question}\"");
                }),
                set("prompt whose image comes behind the question", "prompt=\"{question} <image> A:\""),
                new ErrorSituation("data set without an example to learn from", shop -> {
                    shop.write("questions.jsonl", "");
                    return jsonl(shop);
                }),
                new ErrorSituation(
                        "patches of a data set that does not describe them",
                        shop -> jsonl(shop, "--set", "stages.tuning.alignment=0.2")));
    }

    private static List<ErrorSituation> steps() {
        return List.of(
                set("loss that is no number any more", "stages.tuning.optimiser.learning-rate=1e30"),
                new ErrorSituation(
                        "loss that grows instead of falling",
                        shop -> shop.train(
                                "--set",
                                // So little is learnt that the loss soon lies above where it began, if only by chance.
                                "divergence=1.000001",
                                "--set",
                                "stages.tuning.optimiser.learning-rate=1e-9",
                                "--set",
                                "stages.tuning.budget.steps=400",
                                "--set",
                                "stages.tuning.checkpoint-every=400")),
                new ErrorSituation("settings that changed since the training began", shop -> {
                    trained(shop);
                    return shop.train("--set", "seed=3", "--set", "stages.tuning.batch-size=2");
                }),
                new ErrorSituation("no room for what a training writes", shop -> {
                    trained(shop);
                    Files.delete(shop.training().resolve("results.json"));
                    Path settings = shop.training().resolve("effective.conf");
                    Files.delete(settings);
                    Files.createSymbolicLink(settings, FULL);
                    return shop.train();
                }),
                new ErrorSituation("checkpoint that is cut short", shop -> {
                    trained(shop);
                    Files.delete(shop.training().resolve("results.json"));
                    ErrorWorkshop.truncate(shop.training().resolve("last.checkpoint"), 0.001);
                    return shop.train();
                }),
                new ErrorSituation("training whose best weights are gone", shop -> {
                    trained(shop);
                    Files.delete(shop.training().resolve("results.json"));
                    Files.delete(shop.training().resolve("best.checkpoint"));
                    return shop.train();
                }),
                new ErrorSituation("questions that changed since the training began", shop -> {
                    ErrorWorkshop.Outcome outcome = shop.run(jsonl(shop));
                    assertThat(outcome.code()).as(outcome.error()).isZero();
                    Path questions = shop.at("questions.jsonl");
                    Files.writeString(questions, Files.readString(questions).replace("green", "red"));
                    return shop.train();
                }),
                new ErrorSituation("result that is cut short", shop -> {
                    trained(shop);
                    ErrorWorkshop.truncate(shop.training().resolve("results.json"), 0);
                    return shop.train();
                }),
                new ErrorSituation("finished training without its checkpoint, to be asked something else", shop -> {
                    trained(shop);
                    Files.delete(shop.training().resolve("last.checkpoint"));
                    return shop.train("--set", "test.count=8");
                }));
    }

    private static ErrorSituation set(String name, String setting) {
        return new ErrorSituation(name, shop -> shop.train("--set", setting));
    }

    /** A training that is over. */
    private static void trained(ErrorWorkshop shop) throws IOException {
        ErrorWorkshop.Outcome outcome = shop.run(shop.train());
        assertThat(outcome.code()).as(outcome.error()).isZero();
    }

    /** A training with the questions of the workshop. */
    private static String[] jsonl(ErrorWorkshop shop, String... more) throws IOException {
        shop.training(text -> text.replace("src/test/resources/train/toy.conf", "conf/train/base.conf") + """
                threads = 1
                model {
                  use = llava
                  vision { patch-size = 16, layers = 1, width = 16, heads = 2, feed-forward = 16 }
                  decoder { layers = 2, hidden-size = 16, heads = 2, key-value-heads = 2, feed-forward = 16 }
                }
                dataset { use = jsonl, file = questions.jsonl }
                validation = ${dataset}
                test = ${dataset}
                stages.tuning { budget.minutes = null, alignment = 0 }
                """);
        return shop.train(more);
    }
}
