// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.picture;

import dev.pdrop.experiments.output.Png;
import dev.pdrop.spi.Image;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.Map;

/**
 * A sheet as pixels.
 *
 * @param sheet what is drawn
 */
record SheetPixels(Sheet sheet) {

    /** Around each picture, which may be as white as the sheet. */
    static final int EDGE = 0xC9CBD0;

    private static final int INK = 0x1C1E21;
    private static final int QUIET = 0x50555C;

    /** The colour of a line of words. */
    static int ink(Sheet.Label label) {
        return label.strong() ? INK : QUIET;
    }

    BufferedImage paint() {
        BufferedImage all = new BufferedImage(sheet.width(), sheet.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = all.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, sheet.width(), sheet.height());
        Map<Image, BufferedImage> pictures = new HashMap<>();
        for (Sheet.Panel panel : sheet.panels()) {
            BufferedImage picture =
                    pictures.computeIfAbsent(panel.picture().view().image(), Png::picture);
            Rectangle place = panel.place();
            graphics.setColor(new Color(EDGE));
            graphics.drawRect(place.x - 1, place.y - 1, place.width + 1, place.height + 1);
            new PixelDrawing(panel.drawing(), place).paint(graphics, picture);
        }
        sheet.bars().forEach(bar -> bar(graphics, bar));
        sheet.labels()
                .forEach(label ->
                        new Lettering(graphics, new Color(ink(label))).write(label.text(), label.left(), label.top()));
        graphics.dispose();
        return all;
    }

    private static void bar(Graphics2D graphics, Rectangle bar) {
        for (int i = 0; i < bar.height; i++) {
            graphics.setColor(new Color(Viridis.rgb(1 - (double) i / (bar.height - 1))));
            graphics.fillRect(bar.x, bar.y + i, bar.width, 1);
        }
    }
}
