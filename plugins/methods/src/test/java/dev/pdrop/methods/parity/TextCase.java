// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pdrop.backbones.text.PromptWriter;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.VisualToken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Compares texts and prompts with the ids that the official tokenizer gives. */
final class TextCase {

    private static final Image PIXEL = Image.of("one pixel", 1, 1, new byte[3]);

    private final ParityCase parity;
    private final Comparison comparison;

    TextCase(ParityCase parity) {
        this.parity = parity;
        this.comparison = new Comparison("(texts)", parity.name());
    }

    Comparison compare() {
        int imageToken = parity.object("special").get(Conversation.IMAGE).getAsInt();
        try (PromptWriter writer = PromptWriter.read(
                parity.path("tokenizer").resolveSibling(""), "plain", imageToken, Conversation.IMAGE)) {
            for (JsonObject item : parity.objects("items")) {
                String text = item.get("text").getAsString();
                List<Integer> ids = ParityCase.integers(item.get("ids"));
                comparison.equal("input", "ids of " + item.get("text"), ids, ids(writer, text, 1));
                comparison.equal(
                        "input",
                        "text of " + ids,
                        item.get("decoded_skip_special").getAsString(),
                        writer.decode(ids));
            }
            for (JsonObject item : parity.objects("processor")) {
                JsonElement prompt = item.get("prompt");
                comparison.equal(
                        "input",
                        "ids of " + prompt,
                        ParityCase.integers(item.get("input_ids")),
                        ids(
                                writer,
                                prompt.getAsString(),
                                item.get("image_tokens").getAsInt()));
            }
        }
        return comparison;
    }

    /** Every image of the text becomes {@code visualTokens} tokens. */
    private static List<Integer> ids(PromptWriter writer, String text, int visualTokens) {
        int images = text.split(Conversation.IMAGE, -1).length - 1;
        List<VisualToken> tokens = Collections.nCopies(visualTokens, new VisualToken(0, 0, 0, 0));
        Conversation conversation = Conversation.raw(text, Collections.nCopies(images, PIXEL));
        List<Integer> ids = new ArrayList<>();
        for (int id : writer.write(conversation, image -> tokens).ids()) {
            ids.add(id);
        }
        return ids;
    }
}
