// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Conversation.Role;
import dev.pdrop.spi.Conversation.Turn;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.ImageSpan;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.spi.Plugin;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.TokenGrid;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.spi.VisualToken;
import dev.pdrop.testing.Pictures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ToyBackboneTest {

    private final ToyBackbone backbone = new ToyBackbone();
    private final Image image = Pictures.noise(1);

    @BeforeAll
    void isOpen() {
        assertThat(backbone.manager().isOpen()).isTrue();
    }

    @AfterAll
    void closes() {
        backbone.close();
        assertThat(backbone.manager().isOpen()).isFalse();
    }

    @Test
    void expandsAPlaceholderToTheTokensOfItsImage() {
        Prompt prompt = backbone.prompt(Conversation.raw("what <image> ?", List.of(image)));
        assertThat(prompt.ids()).hasSize(11).startsWith(0, 13).containsSequence(3, 3, 3, 3, 3, 3, 3, 3);
        assertThat(prompt.layout().spans()).containsExactly(new ImageSpan(0, 2, 8));
        assertThat(prompt.visualTokens())
                .hasSize(8)
                .startsWith(new VisualToken(0, 0, 0, 0), new VisualToken(0, 0, 0, 1))
                .endsWith(new VisualToken(0, 0, 1, 3));
    }

    @Test
    void givesASmallerImageFewerTokensIfItsCellsAreOfOneSize() {
        ToyConfig cells = ToyConfig.small().withGrid(4, 4).withCells(2);
        Image wide = Image.of("wide", 6, 2, new byte[3 * 6 * 2]);
        Image large = Image.of("large", 40, 40, new byte[3 * 40 * 40]);
        try (ToyBackbone model = new ToyBackbone(cells);
                VisualFeatures features = model.encode(List.of(wide, large), Set.of())) {
            Prompt prompt = model.prompt(Conversation.raw("<image> what <image>", List.of(wide, large)));
            assertThat(prompt.layout().spans()).containsExactly(new ImageSpan(0, 1, 3), new ImageSpan(1, 5, 16));
            assertThat(prompt.visualTokens().subList(0, 3))
                    .containsExactly(
                            new VisualToken(0, 0, 0, 0), new VisualToken(0, 0, 0, 1), new VisualToken(0, 0, 0, 2));
            assertThat(features.of(wide).getShape().get(0)).isEqualTo(3);
            assertThat(features.of(large).getShape().get(0)).isEqualTo(16);
            assertThat(model.region(wide, prompt.visualTokens().get(1)))
                    .hasValue(ImageRegion.whole().cell(0, 1, 1, 3));
        }
        ToyBackboneFactory factory = new ToyBackboneFactory();
        assertThat(factory.seesLowerResolutions(cells)).isTrue();
        assertThat(factory.grid(cells)).isEmpty();
        assertThat(factory.seesLowerResolutions(ToyConfig.small())).isFalse();
        assertThat(factory.grid(ToyConfig.small())).hasValue(new TokenGrid(2, 4));
    }

    @Test
    void namesUnknownWordsOnce() {
        Prompt prompt = backbone.prompt(Conversation.raw("Is the Zebra a zebra or a Zebra ?", List.of()));
        assertThat(prompt.unknownWords()).containsExactly("Zebra", "zebra");
        assertThat(backbone.unknownWords("<image> what is this ?")).isEmpty();
    }

    @Test
    void wrapsTurnsByItsTemplate() {
        Conversation conversation = new Conversation(
                List.of(new Turn(Role.USER, "what ?"), new Turn(Role.ASSISTANT, "cat"), new Turn(Role.USER, "where ?")),
                List.of(),
                Conversation.Form.TEMPLATED);
        Prompt raw = backbone.prompt(
                Conversation.raw("user : what ? assistant : cat user : where ? assistant :", List.of()));
        assertThat(backbone.prompt(conversation).ids()).isEqualTo(raw.ids());
    }

    @Test
    void saysWordsButNoSpecialTokens() {
        int[] ids =
                backbone.prompt(Conversation.raw("what is this ?", List.of())).ids();
        List<Integer> tokens = Arrays.stream(ids).boxed().toList();
        assertThat(backbone.text(tokens)).isEqualTo("what is this ?");
        assertThat(backbone.text(List.of(0, 1, 2, 3))).isEmpty();
        assertThat(backbone.endTokens()).containsExactly(1);
    }

    @Test
    void saysWhereAnImageIsMissing() {
        assertThatThrownBy(() -> backbone.prompt(Conversation.question("<image> <image> what ?", List.of(image))))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("found 2 for 1 images");
    }

    @Test
    void capturesPixelsOfAnImage() {
        byte[] rgb = new byte[3 * 4 * 2];
        Arrays.fill(rgb, (byte) 255);
        rgb[0] = 0;
        Image picture = Image.of("almost white", 4, 2, rgb);
        try (VisualFeatures features = backbone.encode(List.of(picture), Set.of(Capture.pixels()))) {
            float[] pixels = features.captured(picture, Capture.pixels()).toFloatArray();
            assertThat(pixels).hasSize(24).startsWith(-1f, 1f).endsWith(1f);
        }
    }

    @Test
    void hasTheSameWeightsForTheSameSeedOnly() {
        try (ToyBackbone twin = new ToyBackbone();
                ToyBackbone other = new ToyBackbone(ToyConfig.small().withSeed(2))) {
            assertThat(answer(twin)).isEqualTo(answer(backbone));
            assertThat(answer(other)).isNotEqualTo(answer(backbone));
        }
    }

    @Test
    void refusesWhatTheCallerMustNotDo() {
        Prompt longer = backbone.prompt(Conversation.raw("what is this ?", List.of()));
        Prompt shorter = backbone.prompt(Conversation.raw("what ?", List.of()));
        try (VisualFeatures none = backbone.noFeatures();
                DecoderState state = backbone.embed(List.of(shorter), none)) {
            assertThatThrownBy(() -> backbone.embed(List.of(longer, shorter), none))
                    .hasMessageContaining("equal layout");
            assertThatThrownBy(() -> backbone.logits(state)).hasMessageContaining("after the last layer");
            assertThatThrownBy(() -> backbone.append(state, List.of(new int[] {3})))
                    .hasMessageContaining("not a text token: 3");
            assertThatThrownBy(() -> backbone.append(state, List.of(new int[0])))
                    .hasMessageContaining("at least one");
            assertThatThrownBy(() -> backbone.advance(state, 3, Set.of())).hasMessageContaining("to 3");
        }
    }

    @Test
    void isFoundByName() {
        assertThat(ServiceLoader.load(Plugin.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .flatMap(plugin -> plugin.backbones().stream())
                        .filter(factory -> factory.name().equals("toy")))
                .hasSize(1);
    }

    @Test
    void hasDefaultsForEverySettingInItsFile() throws IOException {
        try (InputStream file = Objects.requireNonNull(ToyConfig.class.getResourceAsStream("toy.conf"))) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            List<String> settings =
                    text.lines().filter(line -> line.contains(" = ")).toList();
            assertThat(settings)
                    .containsExactly(
                            "layers = 2",
                            "hidden-size = 16",
                            "heads = 4",
                            "key-value-heads = 2",
                            "feed-forward-size = 24",
                            "grid-rows = 2",
                            "grid-columns = 4",
                            "cell-pixels = 0",
                            "seed = 1")
                    .hasSameSizeAs(ToyConfig.class.getRecordComponents());
            assertThat(new ToyConfig(2, 16, 4, 2, 24, 2, 4, 0, 1)).isEqualTo(ToyConfig.small());
        }
    }

    @Test
    void tellsTheSizesWithoutOpeningAnything() {
        ToyBackboneFactory factory = new ToyBackboneFactory();
        assertThat(factory.geometry(ToyConfig.small())).isEqualTo(backbone.geometry());
        assertThatThrownBy(() -> ToyConfig.small().withHeads(3, 1)).hasMessageStartingWith("hidden-size");
        assertThatThrownBy(() -> ToyConfig.small().withHeads(4, 3)).hasMessageStartingWith("key-value-heads");
    }

    private float[] answer(ToyBackbone model) {
        Prompt prompt = model.prompt(Conversation.question("<image> what is this ?", List.of(image)));
        try (VisualFeatures features = model.encode(List.of(image), Set.of());
                DecoderState start = model.embed(List.of(prompt), features);
                DecoderState end = model.advance(start, 2, Set.of())) {
            return model.logits(end).row(0);
        }
    }
}
