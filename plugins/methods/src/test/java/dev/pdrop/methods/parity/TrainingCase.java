// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import dev.pdrop.backbones.decoder.TensorLoss;
import dev.pdrop.engine.Prefill;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Conversation.Form;
import dev.pdrop.spi.Conversation.Role;
import dev.pdrop.spi.Conversation.Turn;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Lesson;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.TrainableBackbone;
import dev.pdrop.spi.VisualFeatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes one step of training with a method, as a trainer would, and compares loss and gradients with the recorded. */
final class TrainingCase {

    private static final double LOSS = 1e-5;
    private static final double GRADIENT = 1e-4;

    private final ParityCase parity;
    private final ReducedRun run;
    private final Comparison comparison;

    TrainingCase(ParityCase parity) {
        this.parity = parity;
        this.run = new ReducedRun(parity);
        this.comparison = run.comparison();
    }

    /** Compares everything; leaves the backbone's gradients cleared. */
    Comparison compare(TrainableBackbone backbone) throws IOException {
        boolean frozenTower = parity.has("frozen");
        backbone.parameters()
                .forEach(parameter -> parameter.learn(!frozenTower || parameter.part() != Parameter.Part.TOWER));
        List<Image> images = List.of(image(backbone));
        Prompt lesson = backbone.teach(new Conversation(turns(), images, Form.RAW));
        compareLesson(lesson);
        try (TrainableBackbone.Recording recording = backbone.record();
                VisualFeatures features = backbone.encode(images, Set.of());
                Prefill prefill = run.prefill(backbone, lesson, features)) {
            compareLoss(backbone, recording, prefill);
        }
        compareGradients(new OfficialGradients(backbone));
        backbone.parameters().forEach(Parameter::clearGradient);
        return comparison;
    }

    /* The recorded pixels tell which of the recorded pictures was shown. */
    private Image image(TrainableBackbone backbone) throws IOException {
        for (Path file : parity.pictures()) {
            Image image = Image.read(file);
            try (VisualFeatures features = backbone.encode(List.of(image), Set.of(Capture.pixels()))) {
                if (run.hasRecordedPixels(features, image)) {
                    run.comparePixels(features, image);
                    run.compareFeatures(features, image);
                    return image;
                }
            }
        }
        throw new IllegalArgumentException(
                "no picture of " + parity.pictures() + " has the pixels of " + parity.name());
    }

    private List<Turn> turns() {
        List<Turn> turns = new ArrayList<>();
        for (List<String> turn : parity.texts("turns")) {
            turns.add(new Turn(Role.USER, turn.get(0)));
            turns.add(new Turn(Role.ASSISTANT, turn.get(1)));
        }
        return turns;
    }

    private void compareLesson(Prompt prompt) throws IOException {
        run.compareIds(prompt);
        // A label stands at the row of its own token, a target at the row before.
        int[] labels = parity.inputs().integers("labels");
        int[] targets = new int[labels.length];
        Arrays.fill(targets, Lesson.NONE);
        for (int row = 1; row < labels.length; row++) {
            targets[row - 1] = labels[row] < 0 ? Lesson.NONE : labels[row];
        }
        comparison.equal(
                "input",
                "targets",
                Arrays.toString(targets),
                Arrays.toString(prompt.lesson().orElseThrow().targets()));
    }

    private void compareLoss(TrainableBackbone backbone, TrainableBackbone.Recording recording, Prefill prefill)
            throws IOException {
        try (TensorLoss loss = (TensorLoss) backbone.loss(prefill.state())) {
            float[] recorded = {parity.decimal("loss").floatValue()};
            comparison.close(
                    "loss", "loss", recorded, new float[] {loss.mean().getFloat()}, Double.POSITIVE_INFINITY, LOSS);
            comparison.close(
                    "logits",
                    "answer logits",
                    parity.outputs().floats("answer_logits"),
                    loss.logits().toFloatArray(),
                    parity.tolerance("logits_atol").orElse(2e-4),
                    1e-4);
            recording.backward(loss.mean());
        }
    }

    private void compareGradients(OfficialGradients gradients) throws IOException {
        for (Map.Entry<String, Double> norm : parity.numbers("gradient_norms").entrySet()) {
            float[] recorded = {norm.getValue().floatValue()};
            comparison.close(
                    "gradients",
                    "norm of the gradient of " + norm.getKey(),
                    recorded,
                    new float[] {(float) gradients.norm(norm.getKey())},
                    Double.POSITIVE_INFINITY,
                    GRADIENT);
        }
        comparison.equal(
                "gradients",
                "what learns",
                Set.copyOf(parity.numbers("gradient_norms").keySet()),
                gradients.names());
        for (String name : parity.outputs().names()) {
            if (name.startsWith("grad.")) {
                comparison.close(
                        "gradients",
                        name,
                        parity.outputs().floats(name),
                        gradients.of(name.substring("grad.".length())),
                        Double.POSITIVE_INFINITY,
                        GRADIENT);
            }
        }
    }
}
