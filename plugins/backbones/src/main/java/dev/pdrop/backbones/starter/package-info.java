/**
 * New models to be trained: folders with random weights in the layout of Hugging Face.
 *
 * <p><b>In reading order.</b> {@link dev.pdrop.backbones.starter.LlavaStarter} writes a folder;
 * {@link dev.pdrop.backbones.starter.LlavaStarterConfig} has the sizes; {@code ModelFiles} fills in the text files,
 * {@code Vocabulary} says which word has which id; {@code TowerStart}, {@code DecoderStart} and
 * {@code MimeticAttention} say how each weight begins. Every number follows from the seed and the name of its tensor,
 * the same on every machine.
 */
@NullMarked
package dev.pdrop.backbones.starter;

import org.jspecify.annotations.NullMarked;
