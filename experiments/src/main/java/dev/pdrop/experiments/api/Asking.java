// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.api;

import com.google.inject.Injector;
import dev.pdrop.engine.Seeds;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.picture.ImageView;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.MethodOnModel;
import dev.pdrop.experiments.plan.MethodResolver;
import dev.pdrop.experiments.plan.ModelReader;
import dev.pdrop.experiments.run.ShownPicture;
import dev.pdrop.experiments.trace.Questioning;
import dev.pdrop.experiments.trace.Trace;
import dev.pdrop.experiments.trace.Tracer;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks a model under a method. Immutable; borrows the model. */
public final class Asking {

    private static final long SEED = 17;
    private static final int MAX_NEW_TOKENS = 32;

    private final Pdrop pdrop;
    private final String method;
    private final List<String> overrides;

    Asking(Pdrop pdrop, String method, List<String> overrides) {
        this.pdrop = pdrop;
        this.method = method;
        this.overrides = List.copyOf(overrides);
    }

    /**
     * The same method with another setting.
     *
     * @param setting a path inside the method, such as {@code schedule.lambda}
     * @param value a number, a text, a truth value, or a list of such
     */
    public Asking with(String setting, Object value) {
        return new Asking(
                pdrop,
                method,
                Stream.concat(overrides.stream(), Stream.of(setting + "=" + SettingValue.text(value)))
                        .toList());
    }

    /**
     * Asks one question about one image.
     *
     * @param image an image file
     * @param question what is asked; the image stands in front unless {@code <image>} says where
     * @throws dev.pdrop.spi.PdropException if method and model do not fit, or the image cannot be read
     */
    public Answered ask(Path image, String question) {
        Injector injector = pdrop.toolkit().injector();
        ConfigProblems problems = new ConfigProblems();
        Optional<ArmPlan> arm = injector.getInstance(MethodResolver.class)
                .resolve(method, new SourceLocation(method, 0), overrides, problems);
        MethodOnModel checked = MethodOnModel.check(
                injector.getInstance(ModelReader.class).read(pdrop.asked(), problems), arm, problems);
        Conversation conversation = Questioning.conversation(question, List.of(image), false);
        Backbone backbone = pdrop.opened(checked.backbone());
        Seeds seeds = new Seeds(SEED, checked.arm().name(), 0);
        Trace trace =
                new Tracer(backbone, seeds, MAX_NEW_TOKENS).trace(checked.arm().method(), conversation, false);
        List<ShownPicture.Choices> choices =
                List.of(new ShownPicture.Choices(checked.arm().name(), trace.stages()));
        List<ShownPicture> pictures = ImageView.of(backbone, trace.prompt(), 0).stream()
                .map(view -> ShownPicture.of(view, "asked", question, choices))
                .toList();
        return new Answered(checked.arm(), trace, pictures);
    }
}
