// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.qwenvl;

import dev.pdrop.spi.Backbone;

/** A Qwen2-VL checkpoint keeps every promise of a backbone. */
final class Qwen2VlContractTest implements QwenVlContract {

    @Override
    public Backbone open() {
        return QwenVlContract.open("qwen2_vl");
    }
}
