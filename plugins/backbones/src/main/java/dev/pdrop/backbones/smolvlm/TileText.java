// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.smolvlm;

import dev.pdrop.backbones.image.SplitProcessor.Split;
import dev.pdrop.spi.Conversation;

/**
 * How an image is spelt in a prompt: before each tile which row and column it is, and the whole picture last.
 *
 * @source transformers 5.23.0, {@code models/smolvlm/processing_smolvlm.py}
 */
final class TileText {

    private static final String BORDER = "<fake_token_around_image>";
    private static final String WHOLE = "<global-img>";

    private TileText() {}

    /**
     * The text of an image.
     *
     * @param tokens of each tile
     */
    static String of(Split split, int tokens) {
        String image = Conversation.IMAGE.repeat(tokens);
        StringBuilder text = new StringBuilder();
        for (int row = 1; row <= split.rows(); row++) {
            for (int column = 1; column <= split.columns(); column++) {
                text.append(BORDER)
                        .append("<row_")
                        .append(row)
                        .append("_col_")
                        .append(column)
                        .append('>')
                        .append(image);
            }
            text.append('\n');
        }
        if (split.rows() > 0) {
            text.append('\n');
        }
        return text.append(BORDER).append(WHOLE).append(image).append(BORDER).toString();
    }
}
