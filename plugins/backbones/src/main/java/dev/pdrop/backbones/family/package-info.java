/**
 * What all model families share: {@link dev.pdrop.backbones.family.ModelFamily} is what one implements,
 * {@link dev.pdrop.backbones.family.Settings} reads {@code config.json} and complains well, and
 * {@link dev.pdrop.backbones.family.LlamaSettings} and {@link dev.pdrop.backbones.family.ClipSettings} read the
 * descriptions of the parts that several families are built from.
 */
@NullMarked
package dev.pdrop.backbones.family;

import org.jspecify.annotations.NullMarked;
