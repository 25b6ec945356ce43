// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ToyBackboneTest {

    @Test
    void saysTheSameForTheSameSeed() {
        Image image = Image.of("grey", 2, 2, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 120});
        assertThat(answer(image)).containsExactly(answer(image));
    }

    private static float[] answer(Image image) {
        try (ToyBackbone backbone = new ToyBackbone();
                var features = backbone.encode(List.of(image), Set.of());
                DecoderState start = backbone.embed(
                        List.of(backbone.prompt(Conversation.question("<image> what is this ?", List.of(image)))),
                        features);
                DecoderState end = backbone.advance(start, 2, Set.of())) {
            return backbone.logits(end).row(0);
        }
    }
}
