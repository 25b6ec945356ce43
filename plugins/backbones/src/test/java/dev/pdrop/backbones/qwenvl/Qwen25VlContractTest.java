// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.qwenvl;

import dev.pdrop.spi.Backbone;

/** A Qwen2.5-VL checkpoint keeps every promise of a backbone. */
final class Qwen25VlContractTest implements QwenVlContract {

    @Override
    public Backbone open() {
        return QwenVlContract.open("qwen2_5_vl");
    }
}
