// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.Method;
import dev.pdrop.engine.Seeds;
import dev.pdrop.experiments.Browser;
import dev.pdrop.experiments.picture.ShownAnswer;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.StageScheduler;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.testing.toy.ToyBackbone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on the toy model, which has eight visual tokens in two rows; half of them stay before layer 1. */
final class PicturePageTest {

    private static final String HOSTILE =
            "</h1><script>document.title='boo'</script><img src=x onerror=alert(1)> \"'&?";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void showsWhatStaysAndHowItWasScored() {
        Document page = page("what is it ?", true);

        assertThat(page.select("h1").text()).isEqualTo("what is it ?");
        assertThat(page.select(".stage h3").eachText())
                .containsExactly("As given 8 visual tokens", "Before layer 1 4 of 8 stay");
        assertThat(page.select(".stage svg").eachAttr("aria-label"))
                .containsExactly(
                        "toy.png",
                        "colours of scores, from the lowest to the highest",
                        "kept before layer 1: 4 of 8 stay",
                        "scores before layer 1");
        // Drawn 160 wide, 40 a token: the later, the higher, so that the lower row stays.
        assertThat(page.select("path.dropped").get(0).attr("d"))
                .isEqualTo("M0 0H40V40H0ZM40 0H80V40H40ZM80 0H120V40H80ZM120 0H160V40H120Z");
        assertThat(page.select("path.score")).hasSize(8);
        assertThat(page.select("table tbody tr").eachText()).containsExactly("1 8 4 0 4 7 1");
        assertThat(page.text()).doesNotContain("no scores");
    }

    @Test
    void saysThatARankerGaveNoScores() {
        Document page = page("what is it ?", false);

        assertThat(page.text()).contains("chooser gives no scores: it chooses which tokens stay");
        assertThat(page.select("path.score")).isEmpty();
        assertThat(page.select("table thead th").eachText()).containsExactly("before layer", "ranked", "stay");
    }

    @Test
    void aQuestionIsTextAndNothingElse() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("page.html"), text(HOSTILE, true));
        Browser.Visit visit = Browser.visit(file, folder);

        assertThat(visit.page().select("h1").text()).isEqualTo(HOSTILE);
        assertThat(visit.page().title()).isEqualTo(HOSTILE + " \u2013 pdrop show");
        assertThat(visit.page().select("script, img")).isEmpty();
        assertThat(visit.console()).isEmpty();
        assertThat(visit.requests()).isEmpty();
    }

    private static Document page(String question, boolean scores) {
        return Jsoup.parse(text(question, scores));
    }

    private static String text(String question, boolean scores) {
        try (ToyBackbone backbone = new ToyBackbone()) {
            Method method = new Method(Optional.of(new Later(scores)), new Half(), PositionPolicy.ORIGINAL);
            ShownAnswer answer = ShownAnswer.ask(
                    backbone,
                    new Seeds(1, "later", 0),
                    3,
                    method,
                    question,
                    Conversation.question(
                            "<image> what is it ?", List.of(Image.of("toy.png", 40, 20, new byte[2400]))));
            return PicturePage.text(answer, scores ? "later" : "chooser", List.of(List.of("model", "toy")));
        }
    }

    /** Later tokens are better: by score, or by its own choice. */
    private record Later(boolean scores) implements TokenRanker {
        @Override
        public Set<Capture> needs(Point at) {
            return Set.of();
        }

        @Override
        public Ranking rank(RankingContext context) {
            int tokens = 8;
            return scores
                    ? new Ranking.Scores(context.manager().arange(0f, tokens).reshape(1, tokens))
                    : new Ranking.Selection(
                            new int[][] {IntStream.range(4, tokens).toArray()});
        }

        @Override
        public boolean looksAtText() {
            return false;
        }

        @Override
        public boolean givesScores() {
            return scores;
        }
    }

    private record Half() implements StageScheduler {
        @Override
        public Schedule plan(Geometry geometry, int visualTokens) {
            return new Schedule(List.of(Stage.keep(1, visualTokens / 2)));
        }

        @Override
        public String describe() {
            return "half";
        }
    }
}
