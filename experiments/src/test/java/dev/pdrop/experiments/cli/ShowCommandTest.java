// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.experiments.Browser;
import dev.pdrop.testing.Golden;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pdrop show} on the embedded checkpoint. */
final class ShowCommandTest {

    private static final Path EMBEDDED = Path.of("models/glyph-llava");
    private static final Path PICTURE = Path.of("data/glyph-questions/images/000060.png");
    private static final String QUESTION = "what shape is the green thing ?";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void saysWhatWasAnsweredAndWhatStays() throws IOException {
        CommandRun run = show("--method=pyramid-drop", "--set=schedule.layers=[3,6,9]");

        assertThat(run.exitCode()).as(run.error()).isZero();
        Golden.assertMatches("cli/show", run.out().replace(folder.toString(), "FOLDER"));
        assertThat(run.error()).isEmpty();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("000060-pyramid-drop.png", "000060-pyramid-drop.html");
        }
        BufferedImage picture =
                ImageIO.read(folder.resolve("000060-pyramid-drop.png").toFile());
        assertThat(picture.getWidth()).isEqualTo(32 + 4 * 288 + 3 * 26 + 32);
        assertThat(colours(picture)).contains(0xFDE725, 0x440154);
        assertThat(Files.readString(folder.resolve("000060-pyramid-drop.png"), StandardCharsets.ISO_8859_1))
                .contains("Software\0pdrop show", QUESTION + "\npyramid-drop: ring\nunreduced: ring");
    }

    /** Other processors may swap two scores that are almost alike, and with them two colours. */
    @Test
    void thePictureOfTheReadmeIsWhatItDraws() throws IOException {
        assertThat(show("--method=pyramid-drop").exitCode()).isZero();
        BufferedImage drawn =
                ImageIO.read(folder.resolve("000060-pyramid-drop.png").toFile());
        BufferedImage shown = ImageIO.read(Path.of("pictures/show.png").toFile());

        assertThat(List.of(drawn.getWidth(), drawn.getHeight()))
                .isEqualTo(List.of(shown.getWidth(), shown.getHeight()));
        int different = 0;
        for (int y = 0; y < drawn.getHeight(); y++) {
            for (int x = 0; x < drawn.getWidth(); x++) {
                different += colour(drawn, x, y) == colour(shown, x, y) ? 0 : 1;
            }
        }
        assertThat(different).isLessThan(drawn.getWidth() * drawn.getHeight() / 50);
    }

    @Test
    void thePageReadsOnADeskAndOnAPhone() throws IOException, InterruptedException {
        assertThat(show("--method=pyramid-drop", "--set=schedule.layers=[3,6,9]")
                        .exitCode())
                .isZero();
        Path page = folder.resolve("000060-pyramid-drop.html");
        for (int width : List.of(Browser.DESK, Browser.PHONE)) {
            Browser.Visit visit = Browser.visit(page, folder, width);

            assertThat(visit.page().select(".stage h3 span").eachText())
                    .containsExactly("144 visual tokens", "72 of 144 stay", "36 of 144 stay", "18 of 144 stay");
            assertThat(visit.page().select(".answers dd").eachText()).containsExactly("ring", "ring");
            assertThat(visit.page().select(".stage svg")).hasSize(8);
            assertThat(visit.console()).isEmpty();
            assertThat(visit.requests()).isEmpty();
            assertThat(visit.screen().getWidth()).isEqualTo(width);
            assertThat(colours(visit.screen())).contains(0xFDE725, 0x440154);
            // Nothing is wider than the window: its last columns are empty from top to bottom.
            assertThat(colours(visit.screen().getSubimage(width - 4, 0, 4, 1600)))
                    .hasSize(1);
        }
    }

    @Test
    void givesMachinesTheSame() {
        JsonObject shown = json(show("--method=fastv", "--json"));

        assertThat(shown.keySet())
                .containsExactly(
                        "question",
                        "method",
                        "schedule",
                        "answer",
                        "unreduced_answer",
                        "changed",
                        "visual_tokens",
                        "average_tokens",
                        "stages",
                        "png",
                        "html",
                        "replaced");
        JsonObject stage = shown.getAsJsonArray("stages").get(0).getAsJsonObject();
        assertThat(stage.keySet()).containsExactly("layer", "ranked", "kept", "unseen", "scores", "margin");
        assertThat(stage.get("ranked").getAsInt()).isEqualTo(144);
        assertThat(stage.getAsJsonObject("scores").keySet()).containsExactly("lowest", "median", "highest");
        assertThat(shown.get("unreduced_answer").getAsString()).isEqualTo("ring");
        assertThat(Path.of(shown.get("png").getAsString())).isRegularFile();
        assertThat(shown.get("replaced").getAsBoolean()).isFalse();
        assertThat(json(show("--method=fastv", "--json")).get("replaced").getAsBoolean())
                .isTrue();
    }

    @Test
    void replacesOnlyWhatItWrote() throws IOException {
        Path foreign = Files.writeString(folder.resolve("mine.png"), "a picture of mine");
        CommandRun refused = show("--method=fastv", "--out=" + folder.resolve("mine"));

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.error())
                .isEqualTo("--out: expected room for a picture, found " + foreign
                        + ", which pdrop show did not write; move it away or choose another place\n");
        assertThat(foreign).hasContent("a picture of mine");
        assertThat(folder.resolve("mine.html")).doesNotExist();

        assertThat(show("--method=fastv", "--out=" + folder.resolve("other.png"))
                        .out())
                .doesNotContain("in place of");
        CommandRun again = show("--method=random", "--out=" + folder.resolve("other.html"));
        assertThat(again.out()).contains("other.png").contains("other.html, in place of earlier ones");
        assertThat(Files.readString(folder.resolve("other.html"))).contains("with random");
    }

    @Test
    void aMethodThatReducesNothingHasNothingToShow() {
        for (String[] arguments : List.of(new String[0], new String[] {"--method=full"})) {
            CommandRun run = show(arguments);
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.error())
                    .isEqualTo("--method: expected a method that reduces, found full, which keeps every visual token in"
                            + " every layer; choose another one of pdrop list methods, such as pyramid-drop\n");
        }
    }

    @Test
    void averagedTokensAreFramedAndHaveNoHeatMap() throws IOException {
        CommandRun run = show("--method=pool");

        assertThat(run.exitCode()).as(run.error()).isZero();
        Document page = Jsoup.parse(Files.readString(folder.resolve("000060-pool.html")));
        assertThat(page.text())
                .contains("average-pool gives no scores")
                .contains("White lines frame what was averaged into one token.");
        assertThat(page.select(".stage h3 span").eachText())
                .containsExactly("144 visual tokens", "144 averaged into 36");
        assertThat(page.select("path.score")).isEmpty();
        // Nothing of the picture is lost, so nothing is grey.
        assertThat(page.select("path.dropped").eachAttr("d")).containsOnly("");
    }

    /** 96 x 48 padded to a square: 24 rows of pixels above and below, drawn 160 wide. */
    @Test
    void paddingLiesBesideAPictureThatIsNotSquare() throws IOException {
        CommandRun run = show(padding(), wide("wide.png"), "--method=uniform");

        assertThat(run.exitCode()).as(run.error()).isZero();
        Document page = Jsoup.parse(Files.readString(folder.resolve("wide-uniform.html")));
        assertThat(page.select(".stage > figure > svg").eachAttr("viewBox")).containsOnly("0 -40 160 160");
        assertThat(page.select("image").attr("height")).isEqualTo("80");
        BufferedImage picture = ImageIO.read(folder.resolve("wide-uniform.png").toFile());
        // As given: padding, the red picture, padding.
        int top = 32 + 3 * 36 + 26 + 72;
        assertThat(List.of(
                        colour(picture, 40, top + 10), colour(picture, 40, top + 150), colour(picture, 40, top + 280)))
                .containsExactly(0xE4E5E8, 0xFF0000, 0xE4E5E8);
    }

    /** The embedded model crops: of 96 x 48 the middle 48 columns are seen. */
    @Test
    void whatIsCroppedOfAPictureThatIsNotSquareIsGrey() throws IOException {
        CommandRun run = show(EMBEDDED, wide("wide.png"), "--method=uniform");

        assertThat(run.exitCode()).as(run.error()).isZero();
        Document page = Jsoup.parse(Files.readString(folder.resolve("wide-uniform.html")));
        assertThat(page.select(".stage > figure > svg").eachAttr("viewBox")).containsOnly("0 0 160 80");
        assertThat(page.select("path.dropped").eachAttr("d"))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(path).startsWith("M0 0H40V80H0ZM120 0H160V80H120Z"));
    }

    /** 260 x 120 as LLaVA-NeXT sees it: 16 tokens of the whole, and tiles whose rows each end with a newline. */
    @Test
    void aModelThatCutsPicturesIntoTilesHasAPictureOfTheWholeAndOneOfTheTiles() throws IOException {
        Path parity = Path.of("../plugins/methods/src/test/resources/parity");
        JsonObject shown = json(show(
                parity.resolve("models/llava_next"),
                parity.resolve("images/img3.png"),
                "--template=plain",
                "--method=fastv",
                "--out=" + folder.resolve("next"),
                "--json"));

        assertThat(shown.get("visual_tokens").getAsInt()).isEqualTo(52);
        JsonObject stage = shown.getAsJsonArray("stages").get(0).getAsJsonObject();
        Document page = Jsoup.parse(Files.readString(folder.resolve("next.html")));
        assertThat(page.select("h2").eachText())
                .startsWith("img3.png, tile 0")
                .element(1)
                .asString()
                .startsWith("img3.png, tiles 1 to ");
        List<String> counts = page.select(".stage h3 span").eachText();
        assertThat(counts).hasSize(4).element(0).isEqualTo("16 visual tokens");
        int kept = Stream.of(counts.get(1), counts.get(3))
                .mapToInt(count -> Integer.parseInt(count.split(" ", -1)[0]))
                .sum();
        assertThat(kept + stage.get("unseen").getAsInt())
                .isEqualTo(stage.get("kept").getAsInt());
        assertThat(page.select("caption").text()).contains(" of 52 show no part of an image");
        assertThat(page.select("svg[viewBox^=0 0 160 73]")).isNotEmpty();
    }

    @Test
    void theNameOfAPictureIsText() throws IOException {
        String hostile = "<b onclick=x>&\"'.png";
        CommandRun run = show(EMBEDDED, wide(hostile), "--method=fastv", "--out=" + folder.resolve("out"));

        assertThat(run.exitCode()).as(run.error()).isZero();
        Document page = Jsoup.parse(Files.readString(folder.resolve("out.html")));
        assertThat(page.select("h2").eachText()).contains(hostile);
        assertThat(page.select("[onclick]")).isEmpty();
    }

    @Test
    void severalPicturesEachHaveTheirPart() throws IOException {
        CommandRun run = show("--method=fastv", "--image=" + wide("wide.png"));

        assertThat(run.exitCode()).as(run.error()).isZero();
        Document page = Jsoup.parse(Files.readString(folder.resolve("000060-fastv.html")));
        assertThat(page.select("h2").eachText())
                .containsExactly("000060.png", "wide.png", "In numbers", "Model and method");
        assertThat(page.select("image").eachAttr("id")).containsExactly("picture-1", "picture-2");
        assertThat(page.select("table tbody td").get(0).text()).isEqualTo("288");
    }

    private CommandRun show(String... more) {
        return show(EMBEDDED, PICTURE, more);
    }

    private CommandRun show(Path model, Path picture, String... more) {
        List<Object> arguments = new ArrayList<>(List.of("show", "--model", model, "--image", picture, QUESTION));
        if (Stream.of(more).noneMatch(argument -> argument.startsWith("--out"))) {
            arguments.add("--out=" + folder);
        }
        arguments.addAll(List.of(more));
        return CommandRun.of(Map.of(), arguments.toArray());
    }

    /** A red picture of 96 x 48. */
    private Path wide(String name) throws IOException {
        BufferedImage wide = new BufferedImage(96, 48, BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = wide.createGraphics();
        brush.setColor(Color.RED);
        brush.fillRect(0, 0, 96, 48);
        Path file = folder.resolve(name);
        ImageIO.write(wide, "png", file.toFile());
        return file;
    }

    /** The embedded model with pictures padded to squares, as LLaVA-1.5 was evaluated. */
    private Path padding() throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        try (Stream<Path> files = Files.list(EMBEDDED)) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
        JsonObject config = JsonParser.parseString(Files.readString(model.resolve("config.json")))
                .getAsJsonObject();
        config.addProperty("image_aspect_ratio", "pad");
        Files.writeString(model.resolve("config.json"), config.toString());
        return model;
    }

    private static JsonObject json(CommandRun run) {
        assertThat(run.exitCode()).as(run.error()).isZero();
        return JsonParser.parseString(run.out()).getAsJsonObject();
    }

    private static Set<Integer> colours(BufferedImage picture) {
        Set<Integer> colours = new HashSet<>();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                colours.add(colour(picture, x, y));
            }
        }
        return colours;
    }

    private static int colour(BufferedImage picture, int x, int y) {
        return picture.getRGB(x, y) & 0xffffff;
    }
}
