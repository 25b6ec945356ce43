// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MarkdownTest {

    @Test
    void nothingOfSomebodysTextIsMarkup() {
        assertThat(Markdown.line(" <b>a|b</b>\n*c* `d` [e](f) g_h \\ & "))
                .isEqualTo("&lt;b>a\\|b&lt;/b> \\*c\\* \\`d\\` \\[e\\](f) g\\_h \\\\ &amp;");
    }

    @Test
    void aTableHasItsFirstColumnToTheLeft() {
        assertThat(Markdown.row(List.of("arm", "accuracy"))).isEqualTo("| arm | accuracy |");
        assertThat(Markdown.rule(3)).isEqualTo("|---|---:|---:|");
    }
}
