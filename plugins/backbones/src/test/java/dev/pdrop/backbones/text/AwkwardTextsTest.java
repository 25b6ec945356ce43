// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Unicode, blanks, control characters, pictures in any place and texts that look like special tokens become the ids
 * that transformers gives them, by tokenizers of the kinds that the families have. Made by
 * {@code src/test/python/tokenizer_cases.py}.
 */
class AwkwardTextsTest {

    private static final Image IMAGE = Image.of("grey", 1, 1, new byte[3]);

    /** What transformers makes of some texts. */
    private record Expected(int image, List<Text> texts) {}

    /** One text: its ids with and without what the post-processor adds, and the text of the latter. */
    private record Text(
            String text,
            List<Integer> ids,
            @SerializedName("without_special") List<Integer> withoutSpecial,
            String decoded) {}

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2", "smollm"})
    void awkwardTextsBecomeTheIdsOfTransformersAndTextsAgain(String kind) throws IOException {
        try (Tokens tokens = Tokens.read(folder(kind))) {
            for (Text one : expected(kind).texts()) {
                assertThat(boxed(tokens.encode(one.text(), true)))
                        .as(one.text())
                        .isEqualTo(one.ids());
                assertThat(boxed(tokens.encode(one.text(), false)))
                        .as(one.text())
                        .isEqualTo(one.withoutSpecial());
                assertThat(tokens.decode(one.withoutSpecial(), true)).isEqualTo(one.decoded());
            }
        }
    }

    /** One visual token a picture, so that the ids of a prompt are those of its text. */
    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2", "smollm"})
    void aPromptHasTheIdsOfItsTextWithAPictureWhereverOneIsWritten(String kind) throws IOException {
        Expected expected = expected(kind);
        try (PromptWriter writer = PromptWriter.read(folder(kind), "plain", expected.image(), "<image>")) {
            for (Text one : expected.texts()) {
                int images = Collections.frequency(one.ids(), expected.image());
                if (!one.text().isBlank()) {
                    Prompt prompt = writer.write(
                            Conversation.raw(one.text(), Collections.nCopies(images, IMAGE)),
                            image -> List.of(new VisualToken(image, 0, 0, 0)));
                    assertThat(boxed(prompt.ids())).as(one.text()).isEqualTo(one.ids());
                }
            }
        }
    }

    private static List<Integer> boxed(int[] ids) {
        return IntStream.of(ids).boxed().toList();
    }

    private static Path folder(String kind) {
        return Path.of("src/test/resources/tokenizers").resolve(kind);
    }

    private static Expected expected(String kind) throws IOException {
        return new Gson().fromJson(Files.readString(folder(kind).resolve("expected.json")), Expected.class);
    }
}
