// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * From a picture to the pixels a vision tower reads, exactly as the usual Python stack makes them.
 *
 * <p><b>In reading order.</b> {@link dev.pdrop.backbones.image.ImageProcessor} is what backbones call. It follows a
 * {@code Preprocessing}, the checked content of a checkpoint's {@code preprocessor_config.json}. A {@code Picture} is
 * what is passed from step to step, and {@code PillowResize} is the one step that is more than a loop: Pillow's
 * resampling, bit for bit.
 *
 * <p><b>The reference</b> is the PIL backend of transformers. Its torchvision backend, the default since 5.0, differs
 * by up to one level of 255 in a small part of the values and is not the reference.
 */
@NullMarked
package dev.pdrop.backbones.image;

import org.jspecify.annotations.NullMarked;
