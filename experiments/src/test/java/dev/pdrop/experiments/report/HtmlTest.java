// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HtmlTest {

    @Test
    void escapesTextAndAttributes() {
        Html link = Html.element("a", "<b>&'\"").with("href", "\"><script>'&");

        assertThat(link).hasToString("<a href=\"&quot;&gt;&lt;script&gt;&#39;&amp;\">&lt;b&gt;&amp;&#39;&quot;</a>");
    }

    @Test
    void replacesWhatIsNoText() {
        assertThat(Html.text("a\u0000b\u001bc\ud800d\u0085e\n\tf\ud83d\ude00"))
                .hasToString("a\ufffdb\ufffdc\ufffdd\ufffde\n\tf\ud83d\ude00");
    }

    @Test
    void closesElementsThatHaveAnEnd() {
        assertThat(Html.element("p", Html.element("br"), Html.element("svg"))).hasToString("<p><br><svg></svg></p>");
    }

    @Test
    void staysAsItIsWhenSomethingIsAdded() {
        Html list = Html.element("ul");
        Html longer = list.and(Html.element("li", "one")).with("class", "short");

        assertThat(list).hasToString("<ul></ul>");
        assertThat(longer).hasToString("<ul class=\"short\"><li>one</li></ul>");
    }

    @Test
    void writesCoordinatesShort() {
        assertThat(Html.element("line").with("x1", 1.0).with("x2", 2.5049).with("y1", -0.001))
                .hasToString("<line x1=\"1\" x2=\"2.5\" y1=\"0\"></line>");
    }
}
