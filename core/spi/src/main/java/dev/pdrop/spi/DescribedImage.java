// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.List;
import java.util.Map;

/** An image of which it is known what stands where, such as one that was painted by a program. */
public interface DescribedImage extends ImageSource {

    /**
     * What each patch shows: for each property, such as {@code color}, a word for each patch, row by row from the top;
     * the empty word where the property does not apply. The words are among {@link Dataset#words()}.
     *
     * @param side of a patch in pixels; divides the image's width and height
     * @throws IllegalArgumentException if it does not
     */
    Map<String, List<String>> patchWords(int side);
}
