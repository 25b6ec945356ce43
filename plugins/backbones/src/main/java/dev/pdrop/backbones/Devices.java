// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.spi.UnavailableDeviceException;

/** Finds the device that a configuration names, or says that it is not there; never another one. */
final class Devices {

    private Devices() {}

    /** The device, if this machine has it and it can compute in the number format. */
    static Device open(String name, NumberFormat format) {
        if (name.equals("cpu")) {
            if (format == NumberFormat.FLOAT16) {
                throw new UnavailableDeviceException("expected a CUDA device for dtype = float16, found device = cpu:"
                        + " choose dtype = float32 or bfloat16, or device = cuda");
            }
            return Device.cpu();
        }
        int number = name.contains(":") ? Integer.parseInt(name.substring(name.indexOf(':') + 1)) : 0;
        Engine engine = Engine.getEngine("PyTorch");
        int count = engine.getGpuCount();
        if (number >= count) {
            throw new UnavailableDeviceException("expected CUDA device " + number + " for device = " + name + ", found "
                    + count + " CUDA devices with PyTorch " + engine.getVersion()
                    + ": choose device = cpu, or set PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR to a CUDA build");
        }
        return Device.gpu(number);
    }
}
