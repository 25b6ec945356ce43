// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PromptTest {

    private static final List<VisualToken> TWO = List.of(new VisualToken(0, 0, 0, 0), new VisualToken(0, 0, 0, 1));

    @Test
    void cannotBeChangedFromOutside() {
        int[] ids = {1, 9, 9, 4};
        Prompt prompt = new Prompt(ids, List.of(new ImageSpan(0, 1, 2)), TWO, List.of(image()), List.of());
        ids[0] = 7;
        prompt.ids()[1] = 7;
        assertThat(prompt.ids()).containsExactly(1, 9, 9, 4);
        assertThat(prompt.length()).isEqualTo(4);
    }

    @Test
    void describesAsManyVisualTokensAsItsSpansHold() {
        assertThatThrownBy(
                        () -> new Prompt(new int[4], List.of(new ImageSpan(0, 1, 3)), TWO, List.of(image()), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hold 3 visual tokens, but 2 are described");
    }

    @Test
    void layoutNumbersVisualTokensOverSpans() {
        Layout layout = new Layout(8, List.of(new ImageSpan(0, 1, 2), new ImageSpan(1, 5, 2)));
        assertThat(layout.visualTokens()).isEqualTo(4);
        assertThat(layout.visualRows()).containsExactly(1, 2, 5, 6);
    }

    @Test
    void layoutTakesSpansThatTouchAndNoSpanAtAll() {
        assertThat(new Layout(4, List.of(new ImageSpan(0, 0, 2), new ImageSpan(1, 2, 2))).visualTokens())
                .isEqualTo(4);
        assertThat(new Layout(4, List.of()).visualRows()).isEmpty();
    }

    @Test
    void layoutRefusesSpansThatOverlapOrLeaveIt() {
        assertThatThrownBy(() -> new Layout(8, List.of(new ImageSpan(0, 1, 3), new ImageSpan(1, 3, 1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Layout(3, List.of(new ImageSpan(0, 1, 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("inside 3 rows");
        assertThatThrownBy(() -> new ImageSpan(0, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void conversationsHaveTurns() {
        assertThat(Conversation.raw("what ?", List.of()).form()).isEqualTo(Conversation.Form.RAW);
        assertThat(Conversation.question("what ?", List.of()).turns())
                .containsExactly(new Conversation.Turn(Conversation.Role.USER, "what ?"));
        assertThatThrownBy(() -> new Conversation(List.of(), List.of(), Conversation.Form.TEMPLATED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Image image() {
        return Image.of("dot", 1, 1, new byte[3]);
    }
}
