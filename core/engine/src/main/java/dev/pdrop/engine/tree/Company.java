// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.tree;

import dev.pdrop.engine.Asked;
import dev.pdrop.spi.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Questions that run together, and what their prompts have in common.
 *
 * <p>An answer's last digits follow from its company. Immutable.
 */
public final class Company {

    /**
     * Questions that are answered as one batch.
     *
     * @param questions the questions
     * @param prefixes for each, which of the company's prefixes it begins with; empty if nothing is shared
     */
    public record Group(List<Asked> questions, List<Integer> prefixes) {

        /** Copies both. */
        public Group {
            questions = List.copyOf(questions);
            prefixes = List.copyOf(prefixes);
        }

        /** The prefixes as an array. */
        int[] examples() {
            return prefixes.stream().mapToInt(Integer::intValue).toArray();
        }

        /** What follows the prefix of each. */
        List<int[]> suffixes(int prefixLength) {
            return questions.stream()
                    .map(Asked::prompt)
                    .map(prompt -> Arrays.copyOfRange(prompt.ids(), prefixLength, prompt.length()))
                    .toList();
        }
    }

    private final List<Prompt> prefixes;
    private final List<Group> groups;

    private Company(List<Prompt> prefixes, List<Group> groups) {
        this.prefixes = List.copyOf(prefixes);
        this.groups = List.copyOf(groups);
    }

    /** Questions that share nothing but a batch; their prompts are of equal layout. */
    public static Company apart(List<Asked> questions) {
        return new Company(List.of(), List.of(new Group(questions, List.of())));
    }

    /**
     * Questions in families.
     *
     * @param families at least one, each of questions whose prompts have one prefix; all prefixes are of equal layout,
     *     and each prompt goes on behind it
     * @param size how many questions a group has at most
     */
    static Company families(List<List<Asked>> families, int size) {
        List<Prompt> prefixes = families.stream()
                .map(family -> family.get(0).prompt().prefix().orElseThrow())
                .toList();
        Map<Integer, List<int[]>> byLength = new LinkedHashMap<>();
        for (int family = 0; family < families.size(); family++) {
            for (int member = 0; member < families.get(family).size(); member++) {
                int length = families.get(family).get(member).prompt().length();
                byLength.computeIfAbsent(length, unused -> new ArrayList<>()).add(new int[] {family, member});
            }
        }
        List<Group> groups = new ArrayList<>();
        for (List<int[]> alike : byLength.values()) {
            for (int start = 0; start < alike.size(); start += size) {
                List<int[]> part = alike.subList(start, Math.min(start + size, alike.size()));
                groups.add(new Group(
                        part.stream()
                                .map(place -> families.get(place[0]).get(place[1]))
                                .toList(),
                        part.stream().map(place -> place[0]).toList()));
            }
        }
        return new Company(prefixes, groups);
    }

    /** What several questions begin with, each once; empty if nothing is shared. */
    public List<Prompt> prefixes() {
        return prefixes;
    }

    /** Which questions are answered as one batch, in the order in which this happens. */
    public List<Group> groups() {
        return groups;
    }

    /** All questions, group after group. */
    public List<Asked> questions() {
        return groups.stream().flatMap(group -> group.questions().stream()).toList();
    }

    /** Visual tokens of each prompt. */
    int visualTokens() {
        return groups.get(0).questions().get(0).prompt().layout().visualTokens();
    }

    /** The numbers of the groups. */
    IntStream groupNumbers() {
        return IntStream.range(0, groups.size());
    }
}
