// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.kernels;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The kernel module, loaded onto a device, and the owner of every tensor made with it.
 *
 * <p>Results belong to one manager that nothing else uses: what is left in it after all {@link Tensor references} were
 * closed is a leak, and {@link #liveTensors} counts it. Gradients are recorded only while a {@link Tape} is open. Used
 * by one thread at a time.
 */
public final class Kernels implements AutoCloseable {

    private static final String ENGINE = "PyTorch";

    private final PtNDManager modules;
    private final PtNDManager host;
    private final PtNDManager weights;
    private final PtNDManager manager;
    private final PtSymbolBlock module;
    private final List<TensorMap> maps = new ArrayList<>();
    private @Nullable PtNDArray recordedResults;

    private Kernels(PtNDManager modules, PtSymbolBlock module) {
        this.modules = modules;
        this.module = module;
        this.host = (PtNDManager) NDManager.newBaseManager(Device.cpu(), ENGINE);
        this.weights = (PtNDManager) NDManager.newBaseManager(modules.getDevice(), ENGINE);
        // A manager of its own, so that it holds nothing but what runs have made.
        this.manager = (PtNDManager) NDManager.newBaseManager(modules.getDevice(), ENGINE);
    }

    /** Loads the kernels. */
    public static Kernels load(Device device) {
        PtNDManager modules = (PtNDManager) NDManager.newBaseManager(device, ENGINE);
        try {
            Path file = Files.createTempFile("pdrop-kernels-", ".pt");
            try {
                KernelArchive.write(file);
                // Otherwise a kernel is profiled on its first calls and may be fused on later ones, which need not
                // round alike.
                JniUtils.setGraphExecutorOptimize(false);
                return new Kernels(
                        modules, JniUtils.loadModule(modules, file, true, new String[0], new String[0], false));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            modules.close();
            throw new FailedRunException(
                    "expected to write the kernels to a temporary file in " + System.getProperty("java.io.tmpdir")
                            + ", found an output error (" + e.getMessage()
                            + "): make room there or check its permissions",
                    e);
        }
    }

    /** Where the kernels run. */
    public Device device() {
        return manager.getDevice();
    }

    /** Tensors that runs have made and not given up, each counted once; weights are not among them. */
    public int liveTensors() {
        return manager.getManagedArrays().size();
    }

    /** Float32 numbers on the device. */
    public Tensor floats(float[] values, long... shape) {
        // DJL lends the memory of a Java buffer to the array it creates, and takes it back when that array is closed;
        // a view of the same numbers, as conversions may give, would outlive it.
        try (Tensor lent = Tensor.owning(manager.create(values, new Shape(shape)))) {
            return Tensor.owning(lent.array().duplicate());
        }
    }

    /** Row numbers, token ids or positions on the device. */
    public Tensor longs(long[] values, long... shape) {
        // Lent memory as above: what is recorded reads them again on the way back, when they have long been closed.
        try (Tensor lent = Tensor.owning(manager.create(values, new Shape(shape)))) {
            return Tensor.owning(lent.array().duplicate());
        }
    }

    /** An array made by {@link #manager}, owned by a reference from now on. */
    public Tensor own(NDArray array) {
        return Tensor.owning(array);
    }

    /** The manager that arrays for {@link #own} are made with. */
    public NDManager manager() {
        return manager;
    }

    /** The manager of the weights, open until {@link #sealWeights}. */
    public NDManager weightManager() {
        return weights;
    }

    NDManager hostManager() {
        return host;
    }

    /**
     * Weights by name, closed with the kernels.
     *
     * @param tensors given over to the map
     */
    public TensorMap map(Map<String, Tensor> tensors) {
        TensorMap map = new TensorMap(tensors);
        maps.add(map);
        return map;
    }

    /** Ends loading: whatever would still be added to the weights is an error from now on. */
    public void sealWeights() {
        weights.cap();
        host.cap();
    }

    /** Whether gradients are being recorded. */
    public boolean recording() {
        return recordedResults != null;
    }

    /** Begins or ends to record gradients in calls that can be recorded. */
    void record(boolean on) {
        if (recordedResults != null) {
            recordedResults.close();
        }
        recordedResults = on ? (PtNDArray) manager.create(new Shape(0)) : null;
    }

    /** A call that never records gradients. */
    KernelCall call(String kernel) {
        return new InferenceCall(module, kernel, manager);
    }

    /** A call that records gradients while a {@link Tape} is open; all its arguments are tensors. */
    KernelCall recordable(String kernel) {
        return recordedResults == null ? call(kernel) : new RecordedCall(module, kernel, recordedResults);
    }

    /** A call whose results stay with the weights. */
    KernelCall callForWeights(String kernel) {
        return new InferenceCall(module, kernel, weights);
    }

    @Override
    public void close() {
        maps.forEach(TensorMap::close);
        manager.close();
        weights.close();
        host.close();
        module.close();
        modules.close();
    }
}
