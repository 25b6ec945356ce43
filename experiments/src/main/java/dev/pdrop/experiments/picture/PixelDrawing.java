// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.picture;

import dev.pdrop.experiments.output.Png;
import dev.pdrop.spi.ImageRegion;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;

/**
 * A drawing in pixels, each of which has the colour of one region alone.
 *
 * @param drawing what is drawn
 * @param place where its frame goes
 */
record PixelDrawing(Drawing drawing, Rectangle place) {

    private static final Color PADDING = new Color(0xE4E5E8);

    /** Paints it over a picture of the drawing's size. */
    void paint(Graphics2D graphics, BufferedImage picture) {
        graphics.setColor(PADDING);
        graphics.fill(place);
        Rectangle whole = pixels(ImageRegion.whole());
        graphics.drawImage(fitting(picture, whole), whole.x, whole.y, whole.width, whole.height, null);
        for (Drawing.Fill fill : drawing.fills()) {
            graphics.setColor(new Color(fill.rgb() | (int) Math.round(255 * fill.opacity()) << 24, true));
            fill.areas().forEach(area -> graphics.fill(pixels(area)));
        }
        for (Outline outline : drawing.outlines()) {
            paint(graphics, outline, 2, Color.BLACK);
            paint(graphics, outline, 1, Color.WHITE);
        }
    }

    /* One that is to become larger becomes so where it is drawn, with pixels that one can see. */
    private static BufferedImage fitting(BufferedImage picture, Rectangle place) {
        return place.width < picture.getWidth() && place.height < picture.getHeight()
                ? Png.smaller(picture, Math.max(1, place.width), Math.max(1, place.height))
                : picture;
    }

    private void paint(Graphics2D graphics, Outline outline, int thickness, Color colour) {
        graphics.setColor(colour);
        for (Outline.Edge edge : outline.edges()) {
            int left = x(edge.fromX()) - thickness;
            int top = y(edge.fromY()) - thickness;
            graphics.fillRect(left, top, x(edge.toX()) + thickness - left, y(edge.toY()) + thickness - top);
        }
    }

    private Rectangle pixels(ImageRegion region) {
        int left = x(region.left());
        int top = y(region.top());
        return new Rectangle(left, top, x(region.right()) - left, y(region.bottom()) - top);
    }

    private int x(double share) {
        ImageRegion frame = drawing.frame();
        return place.x + (int) Math.round((share - frame.left()) / (frame.right() - frame.left()) * place.width);
    }

    private int y(double share) {
        ImageRegion frame = drawing.frame();
        return place.y + (int) Math.round((share - frame.top()) / (frame.bottom() - frame.top()) * place.height);
    }
}
