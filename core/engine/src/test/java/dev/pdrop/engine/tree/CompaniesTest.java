// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.Asked;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageSpan;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualToken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CompaniesTest {

    private static final int BEFORE = 1;
    private static final int VISUAL = 3;

    private final Map<String, Image> pictures = new HashMap<>();

    @Test
    void neighboursThatBeginAlikeAreAFamilyAndAreAskedInGroupsOfEqualLength() {
        Companies companies = new Companies(layout -> 2, true);
        List<Company> complete = new ArrayList<>();
        List.of(asked("a1", "a", 4), asked("a2", "a", 5), asked("b1", "b", 4), asked("b2", "b", 4), asked("c1", "c", 4))
                .forEach(one -> companies.add(one).ifPresent(complete::add));
        assertThat(complete).hasSize(1);
        Company company = complete.get(0);
        assertThat(company.prefixes()).hasSize(2);
        assertThat(company.prefixes().get(0).length()).isEqualTo(BEFORE + VISUAL);
        assertThat(ids(company)).containsExactly(List.of("a1", "b1"), List.of("b2"), List.of("a2"));
        assertThat(company.groups().get(0).prefixes()).containsExactly(0, 1);
        assertThat(company.groups().get(1).prefixes()).containsExactly(1);
        assertThat(companies.rest().stream().map(CompaniesTest::ids)).containsExactly(List.of(List.of("c1")));
    }

    @Test
    void questionsWithoutAFamilyAreAskedWithOthersOfTheirLayout() {
        Companies companies = new Companies(layout -> 2, true);
        List<Company> complete = new ArrayList<>();
        List.of(asked("a", "a", 4), asked("b", "b", 5), asked("c", "c", 4), asked("none", "", 4), asked("d", "d", 4))
                .forEach(one -> companies.add(one).ifPresent(complete::add));
        assertThat(complete.stream().map(CompaniesTest::ids)).containsExactly(List.of(List.of("a", "c")));
        assertThat(complete.get(0).prefixes()).isEmpty();
        assertThat(companies.rest().stream().map(CompaniesTest::ids))
                .containsExactly(List.of(List.of("b")), List.of(List.of("none")), List.of(List.of("d")));
    }

    @Test
    void nothingIsSharedUnlessAsked() {
        Companies companies = new Companies(layout -> 8, false);
        List.of(asked("a1", "a", 4), asked("a2", "a", 4)).forEach(companies::add);
        List<Company> rest = companies.rest();
        assertThat(rest.stream().map(CompaniesTest::ids)).containsExactly(List.of(List.of("a1", "a2")));
        assertThat(rest.get(0).prefixes()).isEmpty();
    }

    @Test
    void aPromptThatEndsWithItsImageSharesNothing() {
        Companies companies = new Companies(layout -> 8, true);
        List.of(asked("a1", "a", 0), asked("a2", "a", 0)).forEach(companies::add);
        assertThat(companies.rest().get(0).prefixes()).isEmpty();
    }

    @Test
    void aLongFamilyIsCutSoThatWhatWaitsIsBounded() {
        Companies companies = new Companies(layout -> 1, true);
        List<Company> complete = new ArrayList<>();
        IntStream.range(0, 200)
                .forEach(i -> companies.add(asked("a" + i, "a", 4)).ifPresent(complete::add));
        assertThat(complete).hasSize(3).allMatch(company -> company.questions().size() == 64);
    }

    private static List<List<String>> ids(Company company) {
        return company.groups().stream()
                .map(group -> group.questions().stream().map(Asked::id).toList())
                .toList();
    }

    /** A question about an image, so many rows long behind it; without an image if that has no name. */
    private Asked asked(String id, String image, int rows) {
        if (image.isEmpty()) {
            return new Asked(id, id, new Prompt(new int[rows], List.of(), List.of(), List.of(), List.of()));
        }
        Image picture = pictures.computeIfAbsent(image, name -> Image.of(name, 1, 1, new byte[3]));
        List<VisualToken> tokens = IntStream.range(0, VISUAL)
                .mapToObj(i -> new VisualToken(0, 0, 0, i))
                .toList();
        return new Asked(
                id,
                image,
                new Prompt(
                        new int[BEFORE + VISUAL + rows],
                        List.of(new ImageSpan(0, BEFORE, VISUAL)),
                        tokens,
                        List.of(picture),
                        List.of()));
    }
}
