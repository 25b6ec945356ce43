// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words to ids and back: one id a word or punctuation mark, case ignored, over a fixed list. */
final class ToyTokenizer {

    static final int START = 0;
    static final int END = 1;
    static final int UNKNOWN = 2;
    static final int IMAGE = 3;

    private static final int SPECIAL = 4;
    private static final Pattern TOKEN = Pattern.compile("<image>|[\\p{L}\\p{N}]+|[^\\s\\p{L}\\p{N}]");
    private static final List<String> WORDS = List.of(
                    ("<s> </s> <unk> <image> user assistant system : ? . , ! q what which who is are this that the a an of and or "
                                    + "in on to it color colour shape size how many where there picture image object red green "
                                    + "blue yellow black white circle square triangle left right top bottom big small yes no "
                                    + "zero one two three four five cat dog bird tell me about answer one word")
                            .split(" "))
            .stream()
            .distinct()
            .toList();

    int size() {
        return WORDS.size();
    }

    /** The ids of a text, each image placeholder as one {@link #IMAGE}. */
    List<Integer> encode(String text) {
        return split(text).stream().map(ToyTokenizer::id).toList();
    }

    /** The words of generated tokens between single spaces, special tokens left out. */
    String decode(List<Integer> tokens) {
        List<String> words = new ArrayList<>();
        for (int token : tokens) {
            if (token >= SPECIAL) {
                words.add(WORDS.get(token));
            }
        }
        return String.join(" ", words);
    }

    List<String> unknownWords(String text) {
        LinkedHashSet<String> unknown = new LinkedHashSet<>();
        for (String word : split(text)) {
            if (id(word) == UNKNOWN) {
                unknown.add(word);
            }
        }
        return List.copyOf(unknown);
    }

    private static List<String> split(String text) {
        Matcher matcher = TOKEN.matcher(text);
        List<String> words = new ArrayList<>();
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    private static int id(String word) {
        int id = WORDS.indexOf(word.toLowerCase(java.util.Locale.ROOT));
        return id < 0 ? UNKNOWN : id;
    }
}
