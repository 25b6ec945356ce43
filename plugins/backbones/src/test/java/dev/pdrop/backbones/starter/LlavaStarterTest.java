// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.backbones.weights.Checkpoint;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Conversation.Form;
import dev.pdrop.spi.Conversation.Role;
import dev.pdrop.spi.Conversation.Turn;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlavaStarterTest {

    /** A folder of the same sizes as transformers 5.23 saves it, of its weights only the names. */
    private static final Path TRANSFORMERS = Path.of("src/test/resources/transformers-folder");

    private static final Image IMAGE = Image.of("picture", 2, 2, new byte[12]);

    @TempDir
    private Path folder;

    private static Backbone open(Path folder) {
        return new HuggingFaceBackboneFactory()
                .create(new HuggingFaceBackboneFactory.Config(folder, "cpu", NumberFormat.FLOAT32, "auto"));
    }

    private static Set<String> keys(Path file) throws IOException {
        Set<String> keys = new TreeSet<>();
        collect("", JsonParser.parseString(Files.readString(file)), keys);
        return keys;
    }

    private static void collect(String prefix, JsonElement value, Set<String> keys) {
        if (value instanceof JsonObject object) {
            object.asMap().forEach((key, inner) -> {
                keys.add(prefix + key);
                collect(prefix + key + ".", inner, keys);
            });
        }
    }

    /** The embedded checkpoint's folder was written by transformers. */
    @Test
    void hasTheTensorsAndKeysOfAFolderThatTransformersWrote() throws IOException {
        new LlavaStarter(Starts.embedded()).write(folder, Starts.WORDS, 17);

        assertThat(Checkpoint.open(folder).names())
                .containsExactlyInAnyOrderElementsOf(Files.readAllLines(TRANSFORMERS.resolve("tensors.txt")));
        for (String name : List.of("config.json", "generation_config.json", "preprocessor_config.json")) {
            assertThat(keys(folder.resolve(name))).isEqualTo(keys(TRANSFORMERS.resolve(name)));
        }
    }

    @Test
    void aSeedGivesTheSameBytesOnEveryMachine() throws IOException {
        new LlavaStarter(Starts.embedded()).write(folder, Starts.WORDS, 17);

        assertThat(hash(folder.resolve("model.safetensors")))
                .isEqualTo("b8bc59e9ac8a6424821960ed1a5f2cc4caabca2e0619c725f29ed80baf729f57");
    }

    private static String hash(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anotherSeedGivesOtherWeightsAndTheSameFiles(@TempDir Path other) {
        LlavaStarter starter = new LlavaStarter(Starts.tiny());
        starter.write(folder, Starts.WORDS, 1);
        starter.write(other, Starts.WORDS, 2);

        assertThat(Files.exists(folder.resolve("chat_template.jinja"))).isTrue();
        assertThat(folder.resolve("model.safetensors").toFile())
                .isNotEmpty()
                .satisfies(file -> assertThat(file.length())
                        .isEqualTo(other.resolve("model.safetensors").toFile().length()));
        assertThat(other.resolve("config.json")).hasSameBinaryContentAs(folder.resolve("config.json"));
        assertThat(other.resolve("tokenizer.json")).hasSameBinaryContentAs(folder.resolve("tokenizer.json"));
        assertThat(hashes(folder)).isNotEqualTo(hashes(other));
    }

    private static String hashes(Path folder) {
        try {
            return hash(folder.resolve("model.safetensors"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theModelReadsImagesAndQuestionsAndSaysSomething() {
        new LlavaStarter(Starts.tiny()).write(folder, Starts.WORDS, 5);

        try (Backbone backbone = open(folder);
                VisualFeatures features = backbone.encode(List.of(IMAGE), Set.of())) {
            Prompt prompt = backbone.prompt(Conversation.question("what is red ?", List.of(IMAGE)));
            assertThat(backbone.geometry().headSize()).isEqualTo(6);
            assertThat(backbone.geometry().vocabularySize()).isEqualTo(5 + Starts.WORDS.size());
            assertThat(backbone.endTokens()).containsExactly(2);
            try (DecoderState start = backbone.embed(List.of(prompt), features);
                    DecoderState end = backbone.advance(start, 2, Set.of())) {
                float[] logits = backbone.logits(end).row(0);
                assertThat(logits).hasSize(11).doesNotContain(Float.NaN, Float.POSITIVE_INFINITY);
                assertThat(new TreeSet<>(List.of(box(logits)))).hasSize(11);
            }
        }
    }

    private static Float[] box(float[] numbers) {
        Float[] boxed = new Float[numbers.length];
        for (int i = 0; i < boxed.length; i++) {
            boxed[i] = numbers[i];
        }
        return boxed;
    }

    @Test
    void aQuestionEndsWithTheWordThatAsksForTheAnswerAndAnAnswerWithTheEnd() {
        new LlavaStarter(Starts.tiny()).write(folder, Starts.WORDS, 5);

        try (Backbone backbone = open(folder)) {
            Prompt asked = backbone.prompt(Conversation.question("what is red ?", List.of(IMAGE)));
            // <bos>, nine visual tokens, then the words in the order of the vocabulary, from 5 on; 4 is A:
            assertThat(asked.ids()).containsExactly(1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 6, 8, 9, 5, 4);
            assertThat(asked.unknownWords()).isEmpty();
            Prompt raw = backbone.prompt(Conversation.raw("<image> what is red ? A:", List.of(IMAGE)));
            assertThat(raw.ids()).isEqualTo(asked.ids());
            Prompt answered = backbone.prompt(new Conversation(
                    List.of(
                            new Turn(Role.USER, "<image> what is red ?"),
                            new Turn(Role.ASSISTANT, "square"),
                            new Turn(Role.USER, "is red square ?")),
                    List.of(IMAGE),
                    Form.TEMPLATED));
            assertThat(answered.ids()).startsWith(asked.ids()).endsWith(4, 10, 2, 8, 9, 10, 5, 4);
            assertThat(backbone.text(List.of(10, 2))).isEqualTo("square");
        }
    }

    @Test
    void wordsAreKnownOnceAndSpecialOnesAreNotDoubled() {
        assertThat(Vocabulary.of(List.of("A:", "red", "?", "red")).words())
                .containsExactly("<pad>", "<bos>", "<eos>", "<image>", "A:", "red", "?");
        assertThatThrownBy(() -> Vocabulary.of(List.of("two words")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a word cannot hold white space, but 'two words' does");
        assertThatThrownBy(() -> new LlavaStarter(Starts.tiny()).write(folder, List.of(), 1))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("expected a data set that knows every word of its questions and answers for the new model's"
                        + " tokenizer, found none: choose one that is made up, such as glyph-vqa");
        assertThat(folder).isEmptyDirectory();
    }
}
