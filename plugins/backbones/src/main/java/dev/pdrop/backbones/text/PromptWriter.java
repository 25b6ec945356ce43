// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.text;

import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualToken;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/** Stub. */
public final class PromptWriter implements AutoCloseable {

    private PromptWriter() {}

    /** Stub. */
    public static PromptWriter read(Path modelFolder, String template, int imageTokenId, String imagePlaceholder) {
        return new PromptWriter();
    }

    /** Stub. */
    public Prompt write(Conversation conversation, IntFunction<List<VisualToken>> tokensOfImage) {
        return new Prompt(new int[1], List.of(), List.of(), List.of(), List.of());
    }

    /** Stub. */
    public String decode(List<Integer> tokens) {
        return "";
    }

    /** Stub. */
    public List<String> unknownWords(String text) {
        return List.of();
    }

    /** Stub. */
    public Set<Integer> endTokens() {
        return Set.of(2);
    }

    /** Stub. */
    public String templateName() {
        return "stub";
    }

    @Override
    public void close() {}
}
