// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.spi.Conversation.Role;
import dev.pdrop.spi.Conversation.Turn;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.spi.InvalidModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The golden files are made by {@code src/test/python/chat_templates.py} with transformers. */
class ChatTemplateTest {

    private static final Path FOLDER = Path.of("src/test/resources/chat");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> rendersAsTransformersDoes() throws IOException {
        JsonObject golden = JsonParser.parseString(Files.readString(FOLDER.resolve("expected.json")))
                .getAsJsonObject();
        return golden.entrySet().stream()
                .flatMap(template -> template.getValue().getAsJsonObject().entrySet().stream()
                        .map(conversation -> DynamicTest.dynamicTest(
                                template.getKey() + ", " + conversation.getKey(),
                                () -> renders(
                                        template.getKey(),
                                        conversation.getValue().getAsJsonObject()))));
    }

    private void renders(String name, JsonObject expected) throws IOException {
        ChatTemplate template = template(Files.readString(FOLDER.resolve(name + ".jinja")));
        List<Turn> turns = turns(expected);
        if (expected.has("error")) {
            assertThatExceptionOfType(InvalidDataException.class)
                    .isThrownBy(() -> template.render(turns, 0))
                    .withMessageContaining(expected.get("error").getAsString());
        } else {
            assertThat(template.render(turns, 0)).isEqualTo(expected.get("text").getAsString());
        }
    }

    private ChatTemplate template(String source) throws IOException {
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"bos_token\": \"<s>\", \"eos_token\": {\"content\": \"</s>\"}}");
        return new ChatTemplate(folder.resolve("tokenizer_config.json"), source, SpecialTokens.read(folder), "<image>");
    }

    private static List<Turn> turns(JsonObject expected) {
        List<Turn> turns = new ArrayList<>();
        for (JsonElement element : expected.getAsJsonArray("turns")) {
            JsonObject turn = element.getAsJsonObject();
            turns.add(new Turn(
                    Role.valueOf(turn.get("role").getAsString().toUpperCase(Locale.ROOT)),
                    turn.get("text").getAsString()));
        }
        return turns;
    }

    @Test
    void putsImagesWithoutAPlaceInFrontOfTheFirstQuestion() throws IOException {
        ChatTemplate template = template(Files.readString(FOLDER.resolve("glyph.jinja")));

        List<Turn> turns =
                List.of(new Turn(Role.USER, "what ?"), new Turn(Role.ASSISTANT, "x"), new Turn(Role.USER, "y"));

        assertThat(template.render(turns, 2)).isEqualTo("<image> <image> what ? x y A:");
    }

    @Test
    void leavesATextTemplateWithoutAPlaceAlone() throws IOException {
        ChatTemplate template = template(Files.readString(FOLDER.resolve("mistral.jinja")));

        assertThat(template.render(List.of(new Turn(Role.USER, "what ?")), 1)).isEqualTo("<s>[INST] what ? [/INST]");
    }

    @Test
    void knowsWhetherTheTemplateWroteTheBeginningOfTheText() throws IOException {
        ChatTemplate template = template("{{ bos_token }}");

        assertThat(template.beginsItself("<s>a")).isTrue();
        assertThat(template.beginsItself("a<s>")).isFalse();
    }

    @Test
    void namesTheFileOfATemplateThatIsBroken() {
        for (Map.Entry<String, String> broken : Map.of(
                        "{% if %}", "expected a value",
                        "{% for x in y %}", "end of the template",
                        "{{ 'a }}", "cannot be read",
                        "{% import 'x' %}", "'import' is not supported",
                        "{# no end", "a comment has no end")
                .entrySet()) {
            assertThatExceptionOfType(InvalidModelException.class)
                    .isThrownBy(() -> template(broken.getKey()))
                    .withMessageContaining(broken.getValue())
                    .withMessageContaining("tokenizer_config.json");
        }
    }

    @Test
    void namesTheFileOfATemplateThatCannotBeRendered() throws IOException {
        for (String source :
                List.of("{{ missing.x }}", "{{ 1 / 0 }}", "{{ 'a' + 1 }}", "{{ messages | groupby('x') }}")) {
            ChatTemplate template = template(source);
            assertThatExceptionOfType(InvalidModelException.class)
                    .isThrownBy(() -> template.render(List.of(new Turn(Role.USER, "a")), 0))
                    .withMessageContaining("tokenizer_config.json");
        }
    }
}
