/**
 * A decoder of the Llama kind, run from boundary to boundary; shared by all model families.
 *
 * <p>In reading order: {@link dev.pdrop.backbones.decoder.DecoderConfig} describes one,
 * {@link dev.pdrop.backbones.decoder.DecoderWeights} are its tensors, {@link dev.pdrop.backbones.decoder.Decoder} runs
 * it. {@code Sequence} knows which row of a batch is which without touching a tensor, {@code TensorState} is a
 * {@code Sequence} with its tensors, {@code Draft} a state in the making, and {@code LayerProbe} computes what rankers
 * declared. {@code RotaryTable} is the one place that knows angles.
 */
@NullMarked
package dev.pdrop.backbones.decoder;

import org.jspecify.annotations.NullMarked;
