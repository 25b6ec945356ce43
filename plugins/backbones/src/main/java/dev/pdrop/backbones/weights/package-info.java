/**
 * Weights from Hugging Face folders, straight from memory-mapped safetensors files into tensors.
 *
 * <p>{@link dev.pdrop.backbones.weights.Checkpoint} knows which tensor lies where in a folder's files and refuses what
 * does not add up; {@link dev.pdrop.backbones.weights.WeightLoader} brings a tensor into memory in the model's
 * {@link dev.pdrop.backbones.kernels.NumberFormat}. A float32 tensor of a float32 model on the CPU is not copied at
 * all: its pages are read when they are first used and shared between processes.
 *
 * <p>The other way round, {@link dev.pdrop.backbones.weights.CheckpointWriter} stores
 * {@link dev.pdrop.backbones.weights.NamedTensor tensors}, and {@link dev.pdrop.backbones.weights.SavedModel} adds the
 * other files of a folder.
 */
@NullMarked
package dev.pdrop.backbones.weights;

import org.jspecify.annotations.NullMarked;
