// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.text;

import dev.pdrop.backbones.jinja.JinjaException;
import dev.pdrop.backbones.jinja.JinjaTemplate;
import dev.pdrop.spi.Conversation.Role;
import dev.pdrop.spi.Conversation.Turn;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.spi.InvalidModelException;
import dev.pdrop.spi.PdropException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The chat template that a checkpoint ships, rendered as transformers' {@code apply_chat_template} does.
 *
 * <p>Some templates take a turn as a list of images and texts, others as one text. Which kind this one is, is found out
 * by rendering a turn: one that writes the image placeholder for an image takes lists. In a list, texts are trimmed
 * where they touch an image, because the template sets what stands between them. Without any placeholder in the turns,
 * the images stand in front of the first question's text.
 */
final class ChatTemplate implements Template {

    static final String NAME = "chat";

    private static final String PROBE = "pdrop-probe";

    private final Path file;
    private final JinjaTemplate template;
    private final SpecialTokens specialTokens;
    private final String imagePlaceholder;
    private final boolean takesParts;

    /**
     * A template from its source.
     *
     * @throws InvalidModelException if the source is no template
     */
    ChatTemplate(Path file, String source, SpecialTokens specialTokens, String imagePlaceholder) {
        this.file = file;
        this.specialTokens = specialTokens;
        this.imagePlaceholder = imagePlaceholder;
        try {
            this.template = JinjaTemplate.parse(source);
        } catch (JinjaException e) {
            throw broken(e);
        }
        this.takesParts = rendersParts();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean beginsItself(String text) {
        return specialTokens.find("bos_token").filter(text::startsWith).isPresent();
    }

    @Override
    public String render(List<Turn> turns, int images) {
        List<Map<String, Object>> messages = new ArrayList<>();
        int unplaced = turns.stream().anyMatch(turn -> turn.text().contains(imagePlaceholder)) ? 0 : images;
        for (Turn turn : turns) {
            boolean first = turn.role() == Role.USER && messages.stream().noneMatch(ChatTemplate::isQuestion);
            messages.add(message(turn, takesParts ? parts(turn.text(), first ? unplaced : 0) : turn.text()));
        }
        return render(messages, turns.get(turns.size() - 1).role() != Role.ASSISTANT);
    }

    private static boolean isQuestion(Map<String, Object> message) {
        return "user".equals(message.get("role"));
    }

    private static Map<String, Object> message(Turn turn, Object content) {
        return Map.of("role", turn.role().name().toLowerCase(Locale.ROOT), "content", content);
    }

    private List<Object> parts(String text, int leadingImages) {
        List<Object> parts = new ArrayList<>();
        for (int i = 0; i < leadingImages; i++) {
            parts.add(Map.of("type", "image"));
        }
        String[] texts = text.split(Pattern.quote(imagePlaceholder), -1);
        for (int i = 0; i < texts.length; i++) {
            if (i > 0) {
                parts.add(Map.of("type", "image"));
            }
            String left = i > 0 ? texts[i].stripLeading() : texts[i];
            String piece = i + 1 < texts.length ? left.stripTrailing() : left;
            if (!piece.isEmpty()) {
                parts.add(Map.of("type", "text", "text", piece));
            }
        }
        return parts;
    }

    private boolean rendersParts() {
        Turn probe = new Turn(Role.USER, imagePlaceholder + PROBE);
        try {
            String text = render(List.of(message(probe, parts(probe.text(), 0))), true);
            return text.contains(imagePlaceholder) && text.contains(PROBE);
        } catch (PdropException e) {
            // A template for texts may well refuse a list; if it is broken, the first prompt says so.
            return false;
        }
    }

    private String render(List<Map<String, Object>> messages, boolean answerFollows) {
        Map<String, Object> variables = new HashMap<>(specialTokens.texts());
        variables.put("messages", messages);
        variables.put("add_generation_prompt", answerFollows);
        try {
            return template.render(variables);
        } catch (JinjaException e) {
            throw e.isRaised() ? refused(e) : broken(e);
        }
    }

    private InvalidDataException refused(JinjaException e) {
        return new InvalidDataException("expected a conversation that the chat template of " + file
                + " accepts, found one that it refuses with \"" + e.getMessage()
                + "\": change the turns or choose another template");
    }

    private InvalidModelException broken(JinjaException e) {
        return new InvalidModelException(
                "expected a chat template that can be rendered, found that " + e.getMessage() + " in " + file
                        + ": correct it or choose another template",
                e);
    }
}
