// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OpenBracketsTest {

    @Test
    void findsTheInnermostOpenBracket() {
        assertThat(OpenBrackets.last("a {\n  b = [\n")).contains(new OpenBrackets.Open('[', 2));
        assertThat(OpenBrackets.last("a {\n  b = [ ]\n")).contains(new OpenBrackets.Open('{', 1));
        assertThat(OpenBrackets.last("a { b = [ ] }")).isEmpty();
        assertThat(OpenBrackets.last("")).isEmpty();
    }

    @Test
    void ignoresBracketsInTextAndComments() {
        assertThat(OpenBrackets.last("a = \"{\\\"{\"\n# {\n// [\nb = \"\"\"{\n[\"\"\""))
                .isEmpty();
        assertThat(OpenBrackets.last("a = \"{\nb {")).contains(new OpenBrackets.Open('{', 2));
        assertThat(OpenBrackets.last("a = \"\"\"{")).isEmpty();
        assertThat(OpenBrackets.last("} {")).contains(new OpenBrackets.Open('{', 1));
        assertThat(OpenBrackets.last("a = \"\\")).isEmpty();
    }
}
