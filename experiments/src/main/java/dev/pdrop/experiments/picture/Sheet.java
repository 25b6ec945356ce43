// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.picture;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Words above pictures: each image as it was given, and behind each stage what stays and how it was scored.
 *
 * <p>As SVG it shows words in a type of the viewer's; as pixels in one of its own, so that it looks the same on every
 * machine, one without fonts included.
 */
public final class Sheet {

    /** Height of a line of words, in pixels. */
    static final int LINE = 36;

    /** Longest edge of a picture, in pixels. */
    private static final int PANEL = 288;

    /** Pictures side by side at most. */
    private static final int COLUMNS = 5;

    private static final int MARGIN = 32;
    private static final int GAP = 26;
    private static final int NARROWEST = 262;

    /** Width and height of the bar that explains colours. */
    private static final Rectangle BAR = new Rectangle(36, 180);

    /** A drawing of a picture in its place. */
    record Panel(TokenPicture picture, Drawing drawing, Rectangle place) {}

    /** A line of words; {@code top} is the upper end of the line. */
    record Label(String text, int left, int top, boolean strong) {}

    private final List<Panel> panels = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();
    private final List<Rectangle> bars = new ArrayList<>();
    private final int width;
    private int height = MARGIN;

    private Sheet(int width) {
        this.width = width;
    }

    /**
     * A sheet.
     *
     * @param words paragraphs that stand above; the first one is the heading
     * @param pictures from top to bottom
     */
    public static Sheet of(List<String> words, List<TokenPicture> pictures) {
        int width = pictures.stream()
                .mapToInt(picture -> columns(picture) * (column(picture) + GAP) - GAP)
                .max()
                .orElse(NARROWEST);
        Sheet sheet = new Sheet(2 * MARGIN + width);
        for (int i = 0; i < words.size(); i++) {
            for (String line : Lettering.lines(words.get(i), width)) {
                sheet.line(line, MARGIN, i == 0);
                sheet.height += LINE;
            }
        }
        for (TokenPicture picture : pictures) {
            sheet.height += GAP;
            if (pictures.size() > 1) {
                sheet.line(picture.view().title(), MARGIN, true);
                sheet.height += LINE + LINE / 3;
            }
            sheet.add(picture);
        }
        sheet.height += MARGIN - GAP;
        return sheet;
    }

    /**
     * As SVG, complete in itself.
     *
     * @param title what it is, for those who cannot see it
     */
    public String svg(String title) {
        return new SheetSvg(this).write(title);
    }

    /** As pixels. */
    public BufferedImage pixels() {
        return new SheetPixels(this).paint();
    }

    /** In pixels. */
    int width() {
        return width;
    }

    /** In pixels. */
    int height() {
        return height;
    }

    /** Pictures, each in its place. */
    List<Panel> panels() {
        return panels;
    }

    /** Words, each in its place. */
    List<Label> labels() {
        return labels;
    }

    /** Where colours are explained: the highest on top. */
    List<Rectangle> bars() {
        return bars;
    }

    /* The image, then stage after stage, in as many rows as it takes. */
    private void add(TokenPicture picture) {
        int size = picture.stages().size() + 1;
        for (int first = 0; first < size; first += COLUMNS) {
            int top = height;
            int end = Math.min(size, first + COLUMNS);
            for (int place = first; place < end; place++) {
                int left = MARGIN + (place - first) * (column(picture) + GAP);
                height = top;
                if (place == 0) {
                    given(picture, left);
                } else {
                    stage(picture, picture.stages().get(place - 1), left);
                }
            }
            int rows = picture.scored() ? 2 : 1;
            height = top + 2 * LINE + rows * (size(picture).height + GAP);
        }
    }

    private void given(TokenPicture picture, int left) {
        line("as given", left, true);
        height += LINE;
        line(picture.view().tokens().size() + " tokens", left, false);
        height += LINE;
        panel(picture, picture.given(), left);
        if (picture.scored()) {
            bars.add(new Rectangle(left, height, BAR.width, BAR.height));
            int beside = left + BAR.width + GAP / 2;
            line("highest score", beside, false);
            height += BAR.height - LINE;
            line("lowest score", beside, false);
            height += LINE + GAP / 2;
            line("framed: kept", left, false);
            height += LINE;
            line("grey: gone before", left, false);
        }
    }

    private void stage(TokenPicture picture, StageView stage, int left) {
        line("before layer " + stage.layer(), left, true);
        height += LINE;
        line(picture.count(stage), left, false);
        height += LINE;
        panel(picture, picture.kept(stage), left);
        if (stage.scored()) {
            panel(picture, picture.scores(stage), left);
        }
    }

    private void line(String text, int left, boolean strong) {
        labels.add(new Label(text, left, height, strong));
    }

    private void panel(TokenPicture picture, Drawing drawing, int left) {
        Rectangle place = new Rectangle(left, height, size(picture).width, size(picture).height);
        panels.add(new Panel(picture, drawing, place));
        height += place.height + GAP;
    }

    private static int columns(TokenPicture picture) {
        return Math.min(COLUMNS, picture.stages().size() + 1);
    }

    private static int column(TokenPicture picture) {
        return Math.max(NARROWEST, size(picture).width);
    }

    /* Pixels that one can see become squares of one size. */
    private static Rectangle size(TokenPicture picture) {
        Drawing given = picture.given();
        double factor = PANEL / Math.max(given.frameWidth(), given.frameHeight());
        double whole = given.coarse() && factor >= 1 ? Math.floor(factor) : factor;
        return new Rectangle(Math.max(1, (int) Math.round(whole * given.frameWidth())), Math.max(1, (int)
                Math.round(whole * given.frameHeight())));
    }
}
