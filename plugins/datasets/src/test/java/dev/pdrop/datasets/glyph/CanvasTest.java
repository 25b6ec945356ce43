// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CanvasTest {

    @Test
    void paintsPixelByPixel() {
        Canvas canvas = new Canvas(4, Rgb.grey(7));
        canvas.newStroke();
        canvas.fill(1, 0, 2, 2, new Rgb(200, 100, 50));
        canvas.newStroke();
        canvas.paint(2, 1, 2, 2, (x, y) -> x == y, new Rgb(300, -4, 0));

        byte[] pixels = canvas.pixels(new SplitMix(1), 0);

        int[] red = IntStream.range(0, 16).map(i -> pixels[3 * i] & 0xff).toArray();
        int[] green = IntStream.range(0, 16).map(i -> pixels[3 * i + 1] & 0xff).toArray();
        int[] strokes =
                IntStream.range(0, 16).map(i -> canvas.stroke(i % 4, i / 4)).toArray();
        assertThat(red).containsExactly(7, 200, 200, 7, 7, 200, 255, 7, 7, 7, 7, 255, 7, 7, 7, 7);
        assertThat(green).containsExactly(7, 100, 100, 7, 7, 100, 0, 7, 7, 7, 7, 0, 7, 7, 7, 7);
        assertThat(strokes).containsExactly(0, 1, 1, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0);
    }

    @Test
    void noiseHasNoMeanAndTheDeviationAskedFor() {
        byte[] pixels = new Canvas(200, Rgb.grey(128)).pixels(new SplitMix(5), 10);

        double mean = IntStream.range(0, pixels.length)
                .map(i -> pixels[i] & 0xff)
                .average()
                .orElseThrow();
        double variance = IntStream.range(0, pixels.length)
                .mapToDouble(i -> Math.pow((pixels[i] & 0xff) - mean, 2))
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(127.8, 128.2);
        assertThat(Math.sqrt(variance)).isBetween(9.8, 10.2);
    }
}
