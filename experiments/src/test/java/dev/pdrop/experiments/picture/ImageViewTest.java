// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.StageOutcome;
import dev.pdrop.spi.ForwardingBackbone;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.ImageSpan;
import dev.pdrop.spi.Mixture;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.VisualToken;
import dev.pdrop.testing.toy.ToyBackbone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A model that sees an image as a whole (tile 0) and again in two halves side by side (tiles 1 and 2). */
final class ImageViewTest {

    private static final Image WIDE = Image.of("folder/wide.png", 40, 20, new byte[2400]);

    @Test
    void tilesThatDoNotOverlapAreOneViewAndTheWholeIsAnother() {
        try (Tiled backbone = new Tiled()) {
            List<ImageView> views = ImageView.of(backbone, prompt(), 0);

            assertThat(views)
                    .extracting(ImageView::title)
                    .containsExactly("wide.png, tile 0", "wide.png, tiles 1 to 2");
            assertThat(views.get(0).tokens()).containsExactly(0, 1, 2, 3);
            // Every row of a tile ends with a token that shows nothing: 6, 9 and so on.
            assertThat(views.get(1).tokens()).containsExactly(4, 5, 7, 8, 10, 11, 13, 14);
            assertThat(views.get(1).regions().get(0)).isEqualTo(new ImageRegion(0, 0, 0.25, 0.5));
            assertThat(views.get(1).regions().get(7)).isEqualTo(new ImageRegion(0.75, 0.5, 1, 1));
            assertThat(views.get(1).place(13)).hasValue(6);
            assertThat(views.get(1).place(6)).isEmpty();
            assertThat(views.get(1).place(0)).isEmpty();
        }
    }

    /** Of the whole, the upper left token stays; of the tiles, what lies at the lower right, and a newline. */
    @Test
    void whatStaysOfOneViewDoesNotCoverWhatWasDroppedOfTheOther() {
        try (Tiled backbone = new Tiled()) {
            int[] all = java.util.stream.IntStream.range(0, 16).toArray();
            StageOutcome outcome = new StageOutcome(
                    Stage.keep(1, 3), all, Mixture.of(new int[] {0, 14, 15}), new float[0], Double.NaN);
            List<TokenPicture> pictures = TokenPicture.of(backbone, prompt(), List.of(outcome));

            assertThat(pictures).hasSize(2);
            assertThat(pictures.get(0).stages().get(0).kept())
                    .flatExtracting(Part::regions)
                    .containsExactly(new ImageRegion(0, 0, 0.5, 0.5));
            assertThat(pictures.get(1).stages().get(0).kept())
                    .flatExtracting(Part::regions)
                    .containsExactly(new ImageRegion(0.75, 0.5, 1, 1));
            assertThat(pictures.get(0).count(pictures.get(0).stages().get(0))).isEqualTo("1 of 4 stays");
            assertThat(pictures.get(0).scored()).isFalse();
        }
    }

    @Test
    void anImageThatIsSeenOnceIsItsOnlyView() {
        try (ToyBackbone backbone = new ToyBackbone()) {
            Prompt prompt = new Prompt(
                    new int[8], List.of(new ImageSpan(0, 0, 8)), tile(0, 2, 4, false), List.of(WIDE), List.of());

            assertThat(ImageView.of(backbone, prompt, 0))
                    .singleElement()
                    .satisfies(view -> assertThat(view.title()).isEqualTo("wide.png"))
                    .satisfies(view -> assertThat(view.regions()).hasSize(8));
        }
    }

    @Test
    void eachFrameOfAVideoIsAView() {
        List<Image> frames = Stream.of("a", "b", "c")
                .map(name -> Image.of(name + ".png", 1, 1, new byte[3]))
                .toList();
        List<VisualToken> tokens = Stream.of(0, 1, 2)
                .flatMap(frame -> tile(frame, 2, 4, false).stream())
                .toList();
        Prompt prompt = new Prompt(
                new int[24],
                List.of(new ImageSpan(0, 0, 24)),
                tokens,
                List.of(Image.video("film", frames, 2)),
                List.of());
        try (ToyBackbone backbone = new ToyBackbone()) {
            assertThat(ImageView.of(backbone, prompt, 0))
                    .extracting(ImageView::title)
                    .containsExactly("a.png, tile 0", "b.png, tile 1", "c.png, tile 2");
        }
    }

    private static Prompt prompt() {
        List<VisualToken> tokens = new ArrayList<>(tile(0, 2, 2, false));
        tokens.addAll(tile(1, 2, 2, true));
        tokens.addAll(tile(2, 2, 2, true));
        return new Prompt(
                new int[tokens.size()], List.of(new ImageSpan(0, 0, tokens.size())), tokens, List.of(WIDE), List.of());
    }

    private static List<VisualToken> tile(int tile, int rows, int columns, boolean separated) {
        List<VisualToken> tokens = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                tokens.add(new VisualToken(0, tile, row, column));
            }
            if (separated) {
                tokens.add(new VisualToken(0, tile, row, VisualToken.SEPARATOR));
            }
        }
        return tokens;
    }

    private static final class Tiled extends ForwardingBackbone {
        Tiled() {
            super(new ToyBackbone());
        }

        @Override
        public Optional<ImageRegion> region(Image image, VisualToken token) {
            if (token.column() == VisualToken.SEPARATOR) {
                return Optional.empty();
            }
            ImageRegion tile = token.tile() == 0
                    ? ImageRegion.whole()
                    : ImageRegion.whole().cell(0, token.tile() - 1, 1, 2);
            return Optional.of(tile.cell(token.row(), token.column(), 2, 2));
        }
    }
}
