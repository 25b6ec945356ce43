// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.pdrop.spi.InvalidModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;

/** A checkpoint's {@code tokenizer.json}, run by Hugging Face's tokenizers; nothing is truncated or padded. */
final class Tokens implements AutoCloseable {

    /* Both are on in some files, for training. */
    private static final Map<String, String> OPTIONS = Map.of("truncation", "false", "padding", "false");

    private final Path file;
    private final HuggingFaceTokenizer tokenizer;
    private final OptionalInt unknown;

    private Tokens(Path file, HuggingFaceTokenizer tokenizer, Optional<String> unknown) {
        this.file = file;
        this.tokenizer = tokenizer;
        this.unknown = unknown.map(this::idOf).orElseGet(OptionalInt::empty);
    }

    static Tokens read(Path folder) {
        Path file = folder.resolve("tokenizer.json");
        if (!Files.isRegularFile(file)) {
            throw new InvalidModelException("expected tokenizer.json, found none in " + folder
                    + ": save the checkpoint with its fast tokenizer");
        }
        // The library reports its use over the network unless told not to before it makes its first tokenizer.
        System.setProperty("OPT_OUT_TRACKING", "true");
        try (InputStream input = Files.newInputStream(file)) {
            Optional<String> unknown = UnknownToken.read(file);
            return new Tokens(file, HuggingFaceTokenizer.newInstance(input, OPTIONS), unknown);
        } catch (IOException | RuntimeException e) {
            throw new InvalidModelException(
                    "expected a tokenizer of Hugging Face's format, found a broken one in " + file
                            + ": take the file from the checkpoint again",
                    e);
        }
    }

    /** The ids of a text; {@code special} says whether the post-processor adds its tokens. */
    int[] encode(String text, boolean special) {
        return LongStream.of(tokenizer.encode(text, special, false).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /** The tokens of a text with their places; {@code special} says whether the post-processor adds its tokens. */
    Wording wording(String text, boolean special) {
        Encoding encoding = tokenizer.encode(text, special, false);
        int[] ids = LongStream.of(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
        long[] added = encoding.getSpecialTokenMask();
        CharSpan[] spans = encoding.getCharTokenSpans();
        int[] starts = new int[ids.length];
        for (int token = 0; token < ids.length; token++) {
            CharSpan span = spans[token];
            starts[token] = span == null || added[token] != 0 ? Wording.NOWHERE : span.getStart();
        }
        return new Wording(ids, starts);
    }

    /** The text of ids; {@code skipSpecial} says whether special tokens are left out. */
    String decode(List<Integer> ids, boolean skipSpecial) {
        return tokenizer.decode(ids.stream().mapToLong(Integer::longValue).toArray(), skipSpecial);
    }

    /** The id of a text that is one token; empty if it is none or several. */
    OptionalInt idOf(String token) {
        int[] ids = encode(token, false);
        return ids.length == 1 ? OptionalInt.of(ids[0]) : OptionalInt.empty();
    }

    /** Checks that a text is one certain token. */
    void requireId(String token, int id) {
        int[] ids = encode(token, false);
        if (ids.length != 1 || ids[0] != id) {
            throw new InvalidModelException(
                    "expected '" + token + "' to be the image token " + id + ", found the tokens "
                            + Arrays.toString(ids) + " by " + file
                            + ": check the image token of config.json against the tokenizer");
        }
    }

    /** Words of a text with a part that becomes the unknown token. */
    List<String> unknownWords(String text) {
        if (unknown.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(text.split("\\s+"))
                .filter(word ->
                        !word.isEmpty() && Arrays.stream(encode(word, false)).anyMatch(this::isUnknown))
                .distinct()
                .toList();
    }

    /** Whether one of some ids is the unknown token. */
    boolean holdUnknown(int[] ids) {
        return unknown.isPresent() && Arrays.stream(ids).anyMatch(this::isUnknown);
    }

    private boolean isUnknown(int id) {
        return id == unknown.getAsInt();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
