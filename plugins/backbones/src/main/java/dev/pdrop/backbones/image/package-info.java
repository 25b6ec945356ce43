/** Stub. */
@NullMarked
package dev.pdrop.backbones.image;

import org.jspecify.annotations.NullMarked;
