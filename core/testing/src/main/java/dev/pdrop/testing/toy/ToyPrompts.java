// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Conversation.Form;
import dev.pdrop.spi.Conversation.Turn;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageSpan;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.TokenGrid;
import dev.pdrop.spi.VisualToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Conversations to prompts: a start token, then the text, each placeholder expanded to the tokens of its image. */
final class ToyPrompts {

    private final ToyTokenizer tokenizer;
    private final ToyConfig config;

    ToyPrompts(ToyTokenizer tokenizer, ToyConfig config) {
        this.tokenizer = tokenizer;
        this.config = config;
    }

    Prompt prompt(Conversation conversation) {
        String text = text(conversation);
        List<Integer> tokens = tokenizer.encode(text);
        long placeholders =
                tokens.stream().filter(id -> id == ToyTokenizer.IMAGE).count();
        if (placeholders != conversation.images().size()) {
            throw new InvalidDataException("expected one " + Conversation.IMAGE + " for each image, found "
                    + placeholders + " for " + conversation.images().size() + " images in the prompt '" + text
                    + "': add or remove placeholders");
        }
        List<Integer> ids = new ArrayList<>(List.of(ToyTokenizer.START));
        List<ImageSpan> spans = new ArrayList<>();
        List<VisualToken> visualTokens = new ArrayList<>();
        for (int token : tokens) {
            if (token == ToyTokenizer.IMAGE) {
                int image = spans.size();
                List<VisualToken> shown = shown(image, conversation.images().get(image));
                spans.add(new ImageSpan(image, ids.size(), shown.size()));
                ids.addAll(java.util.Collections.nCopies(shown.size(), token));
                visualTokens.addAll(shown);
            } else {
                ids.add(token);
            }
        }
        return new Prompt(
                ids.stream().mapToInt(Integer::intValue).toArray(),
                spans,
                visualTokens,
                conversation.images(),
                tokenizer.unknownWords(text));
    }

    private static String text(Conversation conversation) {
        if (conversation.form() == Form.RAW) {
            return conversation.turns().stream().map(Turn::text).collect(Collectors.joining());
        }
        StringBuilder text = new StringBuilder();
        for (Turn turn : conversation.turns()) {
            text.append(turn.role().name().toLowerCase(Locale.ROOT))
                    .append(" : ")
                    .append(turn.text())
                    .append(' ');
        }
        return text.append("assistant :").toString();
    }

    private List<VisualToken> shown(int place, Image image) {
        TokenGrid grid = config.grid(image);
        List<VisualToken> tokens = new ArrayList<>();
        for (int i = 0; i < grid.tokens(); i++) {
            tokens.add(new VisualToken(place, 0, i / grid.columns(), i % grid.columns()));
        }
        return tokens;
    }
}
