// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.example;

import dev.pdrop.spi.TokenRanker;
import dev.pdrop.testing.TokenRankerContract;

class KeyNormRankerContractTest implements TokenRankerContract {

    @Override
    public TokenRanker ranker() {
        return new KeyNormRanker(new KeyNormRanker.Config(KeyNormRanker.Keep.LARGE));
    }
}
