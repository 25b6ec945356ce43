/**
 * The tensor work: TorchScript kernels that are readable text, and the one place that knows who owns a native tensor.
 *
 * <p>The text lies in the resources {@code decoder.py}, {@code probes.py}, {@code vision.py}, {@code rows.py},
 * {@code weights.py}, {@code gradients.py} and {@code shared.py} of this package.
 * {@link dev.pdrop.backbones.kernels.KernelArchive} zips it into a TorchScript module,
 * {@link dev.pdrop.backbones.kernels.Kernels} loads the module and calls it;
 * {@link dev.pdrop.backbones.kernels.DecoderKernels}, {@link dev.pdrop.backbones.kernels.ProbeKernels},
 * {@link dev.pdrop.backbones.kernels.RowKernels} and {@link dev.pdrop.backbones.kernels.VisionKernels} give its methods
 * their types. A {@link dev.pdrop.backbones.kernels.Tensor} is one counted reference to a native tensor.
 *
 * <p>Kernels take tensors alone, with few exceptions that only loading uses, and read every size from a shape: this is
 * what lets the same text run under DJL's autograd, which passes nothing but tensors: a
 * {@link dev.pdrop.backbones.kernels.Tape} is the time in which it does. A tensor in bfloat16 passes from kernel to
 * kernel but must never meet an operation of {@code NDArray}, which aborts the process.
 */
@NullMarked
package dev.pdrop.backbones.kernels;

import org.jspecify.annotations.NullMarked;
