// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.picture;

import dev.pdrop.engine.Method;
import dev.pdrop.engine.Seeds;
import dev.pdrop.experiments.trace.Trace;
import dev.pdrop.experiments.trace.Tracer;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer with and without a reduction, and what became of the images on the way.
 *
 * @param question what was asked
 * @param method under what name the reduction is shown
 * @param unreduced what happened without it
 * @param reduced what happened with it
 * @param pictures one for each view of each image
 */
public record ShownAnswer(String question, String method, Trace unreduced, Trace reduced, List<TokenPicture> pictures) {

    /** Copies the list. */
    public ShownAnswer {
        pictures = List.copyOf(pictures);
    }

    /**
     * Asks twice.
     *
     * @param backbone the model, borrowed
     * @param seeds of random rankers; the arm's name is what the method is called
     * @param maxNewTokens how many tokens the answer has at most
     * @param method how to reduce
     * @param question what is asked, in the words of the asker
     * @param conversation the same with its images
     * @throws dev.pdrop.spi.PdropException if the model cannot read it, or the method does not fit the model
     */
    public static ShownAnswer ask(
            Backbone backbone,
            Seeds seeds,
            int maxNewTokens,
            Method method,
            String question,
            Conversation conversation) {
        Tracer tracer = new Tracer(backbone, seeds, maxNewTokens);
        Trace reduced = tracer.trace(method, conversation, false);
        return new ShownAnswer(
                question,
                seeds.arm(),
                tracer.trace(Method.unreduced(), conversation, false),
                reduced,
                TokenPicture.of(backbone, reduced.prompt(), reduced.stages()));
    }

    /** Whether the reduction changed the answer. */
    public boolean changed() {
        return !unreduced.text().equals(reduced.text());
    }

    /** Visual tokens of the prompt that stand for no part of an image, such as those between rows. */
    public int unseen() {
        int seen = pictures.stream().mapToInt(one -> one.view().tokens().size()).sum();
        return reduced.prompt().layout().visualTokens() - seen;
    }

    /** Those of them that a stage keeps. */
    public int unseen(int stage) {
        int seen = pictures.stream()
                .mapToInt(one -> one.stages().get(stage).kept().size())
                .sum();
        return reduced.stages().get(stage).kept().length - seen;
    }

    /** All of it on one sheet. */
    public Sheet sheet() {
        List<String> words = new ArrayList<>();
        words.add(question);
        words.add(method + ": " + reduced.text());
        words.add("unreduced: " + unreduced.text());
        return Sheet.of(words, pictures);
    }
}
