// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Conversation.Form;
import dev.pdrop.spi.Conversation.Role;
import dev.pdrop.spi.Conversation.Turn;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageSpan;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.spi.InvalidModelException;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptWriterTest {

    private static final Path PARITY = Path.of("../methods/src/test/resources/parity");
    private static final Path LLAVA = PARITY.resolve("models/llava_a");
    private static final Path GLYPH = Path.of("../../experiments/models/glyph-llava");
    private static final Image IMAGE = Image.of("grey", 1, 1, new byte[3]);

    @TempDir
    Path folder;

    private static PromptWriter llava(String template) {
        return PromptWriter.read(LLAVA, template, 318, "<image>");
    }

    private static PromptWriter glyph() {
        return PromptWriter.read(GLYPH, "auto", 3, "<image>");
    }

    private static IntFunction<List<VisualToken>> visual(int... counts) {
        return image -> IntStream.range(0, counts[image])
                .mapToObj(column -> new VisualToken(image, 0, 0, column))
                .toList();
    }

    private static Prompt raw(PromptWriter writer, String text, int... counts) {
        return writer.write(Conversation.raw(text, Collections.nCopies(counts.length, IMAGE)), visual(counts));
    }

    private static JsonArray golden(String key) throws IOException {
        String file = Files.readString(PARITY.resolve("cases/tokenizer/expected.json"));
        return JsonParser.parseString(file).getAsJsonObject().getAsJsonArray(key);
    }

    private static List<Integer> integers(JsonElement list) {
        return StreamSupport.stream(list.getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsInt)
                .toList();
    }

    private static List<Integer> ids(Prompt prompt) {
        return IntStream.of(prompt.ids()).boxed().toList();
    }

    @Test
    void encodesAndDecodesAsTransformersDoes() throws IOException {
        try (PromptWriter writer = llava("plain");
                Tokens tokens = Tokens.read(LLAVA)) {
            for (JsonElement element : golden("items")) {
                JsonObject item = element.getAsJsonObject();
                String text = item.get("text").getAsString();
                List<Integer> ids = integers(item.get("ids"));
                int images = Collections.frequency(ids, 318);
                if (!text.isEmpty()) {
                    assertThat(ids(raw(
                                    writer,
                                    text,
                                    IntStream.generate(() -> 1).limit(images).toArray())))
                            .isEqualTo(ids);
                }
                assertThat(tokens.encode(text, true)).containsExactly(toArray(ids));
                assertThat(tokens.encode(text, false)).containsExactly(toArray(integers(item.get("ids_without_bos"))));
                assertThat(writer.decode(integers(item.get("ids_without_bos"))))
                        .isEqualTo(item.get("decoded_skip_special").getAsString());
                assertThat(tokens.decode(integers(item.get("ids_without_bos")), false))
                        .isEqualTo(item.get("decoded").getAsString());
            }
        }
    }

    private static int[] toArray(List<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    @Test
    void expandsPromptsAsTheProcessorOfTransformersDoes() throws IOException {
        try (PromptWriter writer = llava("plain")) {
            for (JsonElement element : golden("processor")) {
                JsonObject item = element.getAsJsonObject();
                int tokens = item.get("image_tokens").getAsInt();
                Prompt prompt = raw(writer, item.get("prompt").getAsString(), tokens);
                assertThat(ids(prompt)).isEqualTo(integers(item.get("input_ids")));
                assertThat(prompt.layout().visualTokens()).isEqualTo(tokens);
            }
        }
    }

    @Test
    void writesTheVicunaConversationOfLlava() throws IOException {
        String expected =
                golden("processor").get(0).getAsJsonObject().get("prompt").getAsString();
        try (PromptWriter writer = llava("vicuna_v1")) {
            Prompt whole = raw(writer, expected, 64);
            for (String question : List.of("<image>\nWhat color is the car?", "What color is the car?")) {
                Prompt written = writer.write(Conversation.question(question, List.of(IMAGE)), visual(64));
                assertThat(ids(written)).isEqualTo(ids(whole));
            }
        }
    }

    @Test
    void closesAnAnswerInTheVicunaConversation() {
        VicunaTemplate template = new VicunaTemplate("<image>");

        String text = template.render(
                List.of(
                        new Turn(Role.SYSTEM, "S."),
                        new Turn(Role.USER, "a"),
                        new Turn(Role.ASSISTANT, "b"),
                        new Turn(Role.USER, "c")),
                0);

        assertThat(text).isEqualTo("S. USER: a ASSISTANT: b</s>USER: c ASSISTANT:");
        assertThat(template.render(List.of(new Turn(Role.USER, "a"), new Turn(Role.ASSISTANT, "b")), 0))
                .endsWith("questions. USER: a ASSISTANT: b</s>");
    }

    @Test
    void placesSeveralImages() {
        try (PromptWriter writer = glyph()) {
            Prompt prompt = raw(writer, "<image> red <image>", 2, 3);

            assertThat(prompt.ids()).containsExactly(1, 3, 3, 6, 3, 3, 3);
            assertThat(prompt.layout().spans()).containsExactly(new ImageSpan(0, 1, 2), new ImageSpan(1, 4, 3));
            assertThat(prompt.visualTokens())
                    .containsExactly(
                            new VisualToken(0, 0, 0, 0),
                            new VisualToken(0, 0, 0, 1),
                            new VisualToken(1, 0, 0, 0),
                            new VisualToken(1, 0, 0, 1),
                            new VisualToken(1, 0, 0, 2));
            assertThat(prompt.images()).hasSize(2);
        }
    }

    @Test
    void letsAPromptWithoutAnImagePass() {
        try (PromptWriter writer = glyph()) {
            Prompt prompt = raw(writer, "what color ?");

            assertThat(prompt.ids()).containsExactly(1, 56, 57, 5);
            assertThat(prompt.layout().spans()).isEmpty();
        }
    }

    @Test
    void countsPlaceholdersAndImages() {
        try (PromptWriter writer = glyph()) {
            assertThatExceptionOfType(InvalidDataException.class)
                    .isThrownBy(() -> raw(writer, "what color ?", 4))
                    .withMessageContaining("found 0 of them and 1 image in \"what color ?\"");
            assertThatExceptionOfType(InvalidDataException.class)
                    .isThrownBy(() -> raw(writer, "<image> <image>", 4))
                    .withMessageContaining("found 2 of them and 1 image");
            assertThatExceptionOfType(InvalidDataException.class)
                    .isThrownBy(() -> raw(writer, "<image>"))
                    .withMessageContaining("found 1 of them and 0 images");
        }
    }

    @Test
    void writesThePromptTheEmbeddedCheckpointWasTrainedOn() {
        try (PromptWriter writer = glyph()) {
            assertThat(writer.templateName()).isEqualTo("chat");
            String question = "what shape is the green thing ?";
            Prompt written = writer.write(Conversation.question(question, List.of(IMAGE)), visual(4));
            Prompt placed = writer.write(Conversation.question("<image> " + question, List.of(IMAGE)), visual(4));
            Prompt blind = writer.write(Conversation.question(question, List.of()), visual());

            assertThat(ids(written)).isEqualTo(ids(raw(writer, "<image> " + question + " A:", 4)));
            assertThat(ids(placed)).isEqualTo(ids(written));
            assertThat(ids(blind)).isEqualTo(ids(raw(writer, question + " A:")));
        }
    }

    @Test
    void namesUnknownWordsOnceAndAsTyped() {
        try (PromptWriter writer = glyph();
                PromptWriter bytes = llava("plain")) {
            assertThat(writer.unknownWords("<image> What color is the Car ? the Car?"))
                    .containsExactly("What", "Car", "Car?");
            Conversation conversation = new Conversation(
                    List.of(
                            new Turn(Role.USER, "what zebra ?"),
                            new Turn(Role.ASSISTANT, "zebra"),
                            new Turn(Role.USER, "<image>and yak ?")),
                    List.of(IMAGE),
                    Form.TEMPLATED);
            assertThat(writer.write(conversation, visual(1)).unknownWords()).containsExactly("zebra", "and", "yak");
            assertThat(bytes.unknownWords("anything goes 日本")).isEmpty();
        }
    }

    @Test
    void neitherTruncatesNorPads() throws IOException {
        String truncating = Files.readString(GLYPH.resolve("tokenizer.json"))
                .replace(
                        "\"truncation\": null",
                        "\"truncation\": {\"direction\": \"Right\", \"max_length\": 4,"
                                + " \"strategy\": \"LongestFirst\", \"stride\": 0}")
                .replace(
                        "\"padding\": null",
                        "\"padding\": {\"strategy\": {\"Fixed\": 9}, \"direction\": \"Right\","
                                + " \"pad_to_multiple_of\": null, \"pad_id\": 0, \"pad_type_id\": 0, \"pad_token\": \"<pad>\"}");
        Files.writeString(folder.resolve("tokenizer.json"), truncating);
        Files.writeString(folder.resolve("config.json"), "{\"eos_token_id\": [2, 5]}");
        try (PromptWriter writer = PromptWriter.read(folder, "plain", 3, "<image>")) {
            assertThat(raw(writer, "red ".repeat(2000)).length()).isEqualTo(2001);
            assertThat(raw(writer, "red").length()).isEqualTo(2);
        }
    }

    @Test
    void doesNotBeginTwice() throws IOException {
        Files.copy(GLYPH.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"bos_token\": \"<bos>\", \"eos_token\": {\"content\": \"<eos>\"}}");
        Files.writeString(folder.resolve("chat_template.jinja"), "{{ bos_token }} {{ messages[0].content }}\n");
        try (PromptWriter writer = PromptWriter.read(folder, "auto", 3, "<image>")) {
            Prompt prompt = writer.write(Conversation.question("red", List.of()), visual());

            assertThat(prompt.ids()).containsExactly(1, 6);
            assertThat(writer.endTokens()).containsExactly(2);
        }
    }

    @Test
    void findsTheTokensThatEndAnAnswer() throws IOException {
        Files.copy(GLYPH.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> endTokens(folder))
                .withMessageContaining("eos_token_id");
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"eos_token\": \"<eos>\"}");
        assertThat(endTokens(folder)).containsExactly(2);
        Files.writeString(folder.resolve("config.json"), "{\"text_config\": {\"eos_token_id\": 4}}");
        assertThat(endTokens(folder)).containsExactly(4);
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [2, 5]}");
        assertThat(endTokens(folder)).containsExactlyInAnyOrder(2, 5);
        assertThat(endTokens(GLYPH)).containsExactly(2);
    }

    private static Set<Integer> endTokens(Path model) {
        try (PromptWriter writer = PromptWriter.read(model, "plain", 3, "<image>")) {
            return writer.endTokens();
        }
    }

    @Test
    void guessesNoTemplate() throws IOException {
        try (PromptWriter writer = llava("auto")) {
            assertThat(writer.templateName()).isEqualTo("plain");
        }
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> llava("chat"))
                .withMessageContaining("expected a chat template")
                .withMessageContaining("llava_a");
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> llava("vicuna"))
                .withMessageContaining("auto, chat, plain or vicuna_v1");
    }

    @Test
    void findsANamedTemplate() throws IOException {
        Files.copy(GLYPH.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        Files.writeString(folder.resolve("tokenizer_config.json"), """
                {"eos_token": "<eos>", "chat_template": [
                    {"name": "tool_use", "template": "no"},
                    {"name": "default", "template": "red {{ messages[0].content }}"}]}
                """);
        try (PromptWriter writer = PromptWriter.read(folder, "chat", 3, "<image>")) {
            assertThat(writer.write(Conversation.question("blue", List.of()), visual())
                            .ids())
                    .containsExactly(1, 6, 8);
        }
    }

    @Test
    void refusesAFolderThatIsNoModel() throws IOException {
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> PromptWriter.read(folder, "plain", 3, "<image>"))
                .withMessageContaining("expected tokenizer.json")
                .withMessageContaining(folder.toString());
        for (String broken : List.of("", "{}", "[]", "{\"model\": 1}", "not json")) {
            Files.writeString(folder.resolve("tokenizer.json"), broken);
            assertThatExceptionOfType(InvalidModelException.class)
                    .isThrownBy(() -> PromptWriter.read(folder, "plain", 3, "<image>"))
                    .withMessageContaining("tokenizer.json");
        }
    }

    @Test
    void refusesAnImageTokenThatTheTokenizerDoesNotKnow() {
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> PromptWriter.read(GLYPH, "auto", 4, "<image>"))
                .withMessageContaining("expected '<image>' to be the image token 4, found the tokens [3]");
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> PromptWriter.read(LLAVA, "auto", 318, "<picture>"))
                .withMessageContaining("expected '<picture>' to be the image token 318");
    }

    /* Where something is learnt: the text of what follows, in order. */
    private static List<String> learnt(PromptWriter writer, Conversation.Form form, String... texts) {
        List<Conversation.Turn> turns = IntStream.range(0, texts.length)
                .mapToObj(i -> new Conversation.Turn(
                        i % 2 == 0 ? Conversation.Role.USER : Conversation.Role.ASSISTANT, texts[i]))
                .toList();
        Prompt prompt = writer.teach(new Conversation(turns, List.of(IMAGE), form), visual(4));
        int[] targets = prompt.lesson().orElseThrow().targets();
        return IntStream.range(0, targets.length)
                .filter(row -> targets[row] >= 0)
                .mapToObj(row -> {
                    boolean follows = row + 1 < targets.length && prompt.ids()[row + 1] == targets[row];
                    String token = writer.endTokens().contains(targets[row])
                            ? "end"
                            : writer.decode(List.of(targets[row])).strip();
                    return follows ? token : "(" + token + ")";
                })
                .toList();
    }

    @Test
    void refusesToTeachByATemplateThatLeavesOutWhatItAskedWith() throws IOException {
        Files.copy(GLYPH.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        Files.writeString(folder.resolve("tokenizer_config.json"), """
                {"bos_token": "<bos>", "eos_token": "<eos>"}
                """);
        Files.writeString(
                folder.resolve("chat_template.jinja"),
                "{% for message in messages %}{{ message.content + ' ' }}{% endfor %}"
                        + "{% if add_generation_prompt %}{{ 'A:' }}{% endif %}");
        try (PromptWriter writer = PromptWriter.read(folder, "chat", 3, "<image>")) {
            assertThatThrownBy(() -> learnt(
                            writer, Conversation.Form.TEMPLATED, "<image> what color ?", "red", "what shape ?", "ring"))
                    .isInstanceOf(InvalidDataException.class)
                    .hasMessageContaining("choose another template");
        }
    }

    @Test
    void teachesEveryAnswerAndWhatEndsIt() {
        try (PromptWriter writer = glyph()) {
            assertThat(learnt(writer, Conversation.Form.RAW, "<image> what color ? A:", " red"))
                    .containsExactly("red", "(end)");
            assertThat(learnt(
                            writer, Conversation.Form.TEMPLATED, "<image> what color ?", "red", "what shape ?", "ring"))
                    .containsExactly("red", "end", "ring", "end");
        }
        try (PromptWriter writer = PromptWriter.read(GLYPH, "plain", 3, "<image>")) {
            assertThat(learnt(
                            writer,
                            Conversation.Form.TEMPLATED,
                            "<image> what color ? A:",
                            "red",
                            "what shape ? A:",
                            "A C"))
                    .containsExactly("red", "(end)", "A", "C", "(end)");
        }
        try (PromptWriter writer = llava("vicuna_v1")) {
            List<String> learnt = learnt(writer, Conversation.Form.TEMPLATED, "<image>\nWhat?", "It é", "And?", "No");
            assertThat(String.join("", learnt).replace("\ufffd", ""))
                    .startsWith("It")
                    .endsWith("Noend")
                    .contains("endNo")
                    .doesNotContain("(");
        }
    }

    @Test
    void namesAnAnswerThatIsMissing() {
        try (PromptWriter writer = glyph()) {
            assertThatThrownBy(() -> learnt(writer, Conversation.Form.RAW, "<image> what color ? A:"))
                    .isInstanceOf(InvalidDataException.class)
                    .hasMessageContaining("ends with an answer");
            assertThatThrownBy(() -> learnt(writer, Conversation.Form.RAW, "<image> what color ? A:", " "))
                    .isInstanceOf(InvalidDataException.class)
                    .hasMessageContaining("empty answer");
        }
    }
}
