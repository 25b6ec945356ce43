/** Stub. */
@NullMarked
package dev.pdrop.backbones.text;

import org.jspecify.annotations.NullMarked;
