// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.text;

import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Conversation.Form;
import dev.pdrop.spi.Conversation.Role;
import dev.pdrop.spi.Conversation.Turn;
import dev.pdrop.spi.ImageSpan;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.spi.InvalidModelException;
import dev.pdrop.spi.Lesson;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualToken;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Writes conversations as a checkpoint reads them, and reads what it generates.
 *
 * <p>Everything comes from the model folder: {@code tokenizer.json} as Hugging Face's tokenizers run it, special tokens
 * added by its post-processor, nothing truncated or padded, nothing fetched.
 *
 * <p>Holds a native tokenizer, which {@link #close} frees. Safe to share between threads until then.
 */
public final class PromptWriter implements AutoCloseable {

    private final Tokens tokens;
    private final Template template;
    private final int imageTokenId;
    private final String imagePlaceholder;
    private final Set<Integer> endTokens;

    private PromptWriter(
            Tokens tokens, Template template, int imageTokenId, String imagePlaceholder, Set<Integer> endTokens) {
        this.tokens = tokens;
        this.template = template;
        this.imageTokenId = imageTokenId;
        this.imagePlaceholder = imagePlaceholder;
        this.endTokens = endTokens;
    }

    /**
     * Reads the tokenizer and the conversation template of a model folder.
     *
     * @param template how templated conversations become text:
     *     <ul>
     *       <li>{@code plain}: the text as it is typed;
     *       <li>{@code vicuna_v1}: the conversation of LLaVA-1.5;
     *       <li>{@code chat}: the chat template that the folder ships;
     *       <li>{@code auto}: {@code chat} if the folder ships one, {@code plain} otherwise. A conversation is never
     *           guessed from the model's family.
     *     </ul>
     *
     * @param imageTokenId the id that stands for one visual token
     * @param imagePlaceholder the text that the tokenizer turns into that id, such as {@code <image>}
     * @throws InvalidModelException if a file is missing or broken, the template is unknown, or the tokenizer does not
     *     turn the placeholder into the image token
     */
    public static PromptWriter read(Path modelFolder, String template, int imageTokenId, String imagePlaceholder) {
        Template found = new Templates(modelFolder, imagePlaceholder).find(template);
        Tokens tokens = Tokens.read(modelFolder);
        try {
            tokens.requireId(imagePlaceholder, imageTokenId);
            return new PromptWriter(tokens, found, imageTokenId, imagePlaceholder, EndTokens.read(modelFolder, tokens));
        } catch (InvalidModelException e) {
            tokens.close();
            throw e;
        }
    }

    /** The conversation template in use: {@code plain}, {@code vicuna_v1} or {@code chat}. */
    public String templateName() {
        return template.name();
    }

    /**
     * The conversation as token ids, each image expanded to its visual tokens.
     *
     * <p>{@code <image>} in a turn's text stands for the next image, whatever the checkpoint itself calls it.
     *
     * @param tokensOfImage the visual tokens of the image with this index in the conversation, in order, at least one
     * @throws InvalidDataException if the text has more or fewer placeholders than there are images
     */
    public Prompt write(Conversation conversation, IntFunction<List<VisualToken>> tokensOfImage) {
        List<Turn> turns = turns(conversation);
        int images = conversation.images().size();
        boolean raw = conversation.form() == Form.RAW;
        String text = raw ? Script.raw(turns).text() : template.render(turns, images);
        int[] ids = tokens.encode(text, addsTokens(raw, text));
        requirePlaceholders(ids, images, turns);
        int[] untaught = new int[ids.length];
        Arrays.fill(untaught, Lesson.NONE);
        return expanded(ids, untaught, tokensOfImage).prompt(conversation, unknownWords(turns, ids));
    }

    /**
     * The same for a model whose images are spelt out in the text, with words before and behind each run of visual
     * tokens.
     *
     * @param textOfImage what takes the place of the image with this index, the placeholder once for each visual token
     * @param tokensOfImage its visual tokens in that order
     * @throws InvalidDataException as above
     */
    public Prompt write(
            Conversation conversation, IntFunction<String> textOfImage, IntFunction<List<VisualToken>> tokensOfImage) {
        List<Turn> turns = turns(conversation);
        int images = conversation.images().size();
        boolean raw = conversation.form() == Form.RAW;
        String text = raw ? Script.raw(turns).text() : template.render(turns, images);
        boolean adds = addsTokens(raw, text);
        requirePlaceholders(tokens.encode(text, adds), images, turns);
        int[] ids = tokens.encode(spelt(text, images, textOfImage), adds);
        return inRuns(ids, images, tokensOfImage).prompt(conversation, unknownWords(turns, ids));
    }

    private String spelt(String text, int images, IntFunction<String> textOfImage) {
        StringBuilder spelt = new StringBuilder();
        int from = 0;
        for (int image = 0; image < images; image++) {
            int at = text.indexOf(imagePlaceholder, from);
            spelt.append(text, from, at).append(textOfImage.apply(image));
            from = at + imagePlaceholder.length();
        }
        return spelt.append(text.substring(from)).toString();
    }

    /** Each run of image ids belongs to the first image that has visual tokens left. */
    private Expansion inRuns(int[] ids, int images, IntFunction<List<VisualToken>> tokensOfImage) {
        Expansion expansion = new Expansion(ids.length);
        int row = 0;
        for (int image = 0; image < images; image++) {
            List<VisualToken> left = tokensOfImage.apply(image);
            while (!left.isEmpty()) {
                row = copyText(ids, row, expansion);
                int end = row;
                while (end < ids.length && ids[end] == imageTokenId) {
                    end++;
                }
                expansion.addRun(image, left.subList(0, end - row));
                left = left.subList(end - row, left.size());
                row = end;
            }
        }
        copyText(ids, row, expansion);
        return expansion;
    }

    private int copyText(int[] ids, int from, Expansion expansion) {
        int row = from;
        while (row < ids.length && ids[row] != imageTokenId) {
            expansion.addRow(ids[row], Lesson.NONE);
            row++;
        }
        return row;
    }

    /**
     * The same of a conversation with answers, and as its lesson what the assistant says in it and the token that ends
     * each answer; where the template writes none, the one that {@link #endToken} gives.
     *
     * @throws InvalidDataException as {@link #write} does, or if an answer is missing or empty
     */
    public Prompt teach(Conversation conversation, IntFunction<List<VisualToken>> tokensOfImage) {
        List<Turn> turns = turns(conversation);
        requireAnswers(turns);
        int images = conversation.images().size();
        boolean raw = conversation.form() == Form.RAW;
        Script script = raw ? Script.raw(turns) : Script.templated(turns, images, template);
        Wording wording = tokens.wording(script.text(), addsTokens(raw, script.text()));
        requirePlaceholders(wording.ids(), images, turns);
        int[] targets = wording.targets(script, endTokens, endToken());
        Expansion expansion = expanded(wording.ids(), targets, tokensOfImage);
        return expansion
                .prompt(conversation, unknownWords(turns, wording.ids()))
                .with(expansion.lesson());
    }

    private List<Turn> turns(Conversation conversation) {
        return conversation.turns().stream()
                .map(turn -> new Turn(turn.role(), turn.text().replace(Conversation.IMAGE, imagePlaceholder)))
                .toList();
    }

    private boolean addsTokens(boolean raw, String text) {
        return raw || !template.beginsItself(text);
    }

    private Expansion expanded(int[] ids, int[] targets, IntFunction<List<VisualToken>> tokensOfImage) {
        List<List<VisualToken>> images = IntStream.range(0, (int)
                        IntStream.of(ids).filter(id -> id == imageTokenId).count())
                .mapToObj(tokensOfImage)
                .toList();
        int rows =
                ids.length + images.stream().mapToInt(image -> image.size() - 1).sum();
        Expansion expansion = new Expansion(rows);
        for (int token = 0; token < ids.length; token++) {
            if (ids[token] == imageTokenId) {
                expansion.addImage(images.get(expansion.images()), targets[token]);
            } else {
                expansion.addRow(ids[token], targets[token]);
            }
        }
        return expansion;
    }

    private static void requireAnswers(List<Turn> turns) {
        boolean answered = turns.get(turns.size() - 1).role() == Role.ASSISTANT;
        boolean silent = turns.stream()
                .anyMatch(turn -> turn.role() == Role.ASSISTANT && turn.text().isBlank());
        if (!answered || silent) {
            throw new InvalidDataException("expected a conversation that ends with an answer to learn from, found "
                    + (answered ? "an empty answer" : "none") + " in \""
                    + turns.get(0).text() + "\": give every question its answer");
        }
    }

    /** Words are only gone through where there is something to find. */
    private List<String> unknownWords(List<Turn> turns, int[] ids) {
        if (!tokens.holdUnknown(ids)) {
            return List.of();
        }
        Set<String> words = new LinkedHashSet<>();
        turns.forEach(turn -> words.addAll(unknownWords(turn.text())));
        return List.copyOf(words);
    }

    private void requirePlaceholders(int[] ids, int images, List<Turn> turns) {
        long placeholders = IntStream.of(ids).filter(id -> id == imageTokenId).count();
        if (placeholders != images) {
            throw new InvalidDataException("expected one " + imagePlaceholder + " for each image, found " + placeholders
                    + " of them and " + images + (images == 1 ? " image" : " images") + " in \""
                    + turns.get(turns.size() - 1).text()
                    + "\": write " + imagePlaceholder + " where each image belongs");
        }
    }

    /** The text of generated tokens, special tokens left out. */
    public String decode(List<Integer> ids) {
        return tokens.decode(ids, true);
    }

    /**
     * Words of a text that the tokenizer does not know, as they stand in it, in order of appearance, each once.
     *
     * <p>A word is what stands between white space; it is unknown if a part of it becomes the unknown token.
     */
    public List<String> unknownWords(String text) {
        return tokens.unknownWords(text.replace(Conversation.IMAGE, " ").replace(imagePlaceholder, " "));
    }

    /**
     * The ids that end an answer: {@code eos_token_id} of {@code generation_config.json}, else of {@code config.json},
     * else the {@code eos_token} of {@code tokenizer_config.json}.
     */
    public Set<Integer> endTokens() {
        return endTokens;
    }

    /** The token that ends an answer where the text of the answer does not say: the lowest of {@link #endTokens}. */
    public int endToken() {
        return endTokens.stream().mapToInt(Integer::intValue).min().orElseThrow();
    }

    @Override
    public void close() {
        tokens.close();
    }

    /** A prompt under construction: ids, with each image id replaced by the image's visual tokens. */
    private final class Expansion {

        private final int[] ids;
        private final int[] targets;
        private final List<ImageSpan> spans = new ArrayList<>();
        private final List<VisualToken> visual = new ArrayList<>();
        private int rows;

        /** Of so many rows when it is whole. */
        Expansion(int whole) {
            this.ids = new int[whole];
            this.targets = new int[whole];
        }

        int images() {
            return spans.size();
        }

        /** The last row of an image has the target of its id. */
        void addImage(List<VisualToken> tokens, int target) {
            spans.add(new ImageSpan(spans.size(), rows, tokens.size()));
            visual.addAll(tokens);
            for (int row = 1; row < tokens.size(); row++) {
                addRow(imageTokenId, Lesson.NONE);
            }
            addRow(imageTokenId, target);
        }

        /** Adds visual tokens that follow each other. */
        void addRun(int image, List<VisualToken> tokens) {
            spans.add(new ImageSpan(image, rows, tokens.size()));
            visual.addAll(tokens);
            tokens.forEach(token -> addRow(imageTokenId, Lesson.NONE));
        }

        void addRow(int id, int target) {
            ids[rows] = id;
            targets[rows] = target;
            rows++;
        }

        Prompt prompt(Conversation conversation, List<String> unknownWords) {
            return new Prompt(ids, spans, visual, conversation.images(), unknownWords);
        }

        Lesson lesson() {
            return new Lesson(targets, new int[rows]);
        }
    }
}
