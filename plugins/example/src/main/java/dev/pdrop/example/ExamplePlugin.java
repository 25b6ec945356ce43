// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.example;

import dev.pdrop.spi.Plugin;
import dev.pdrop.spi.TokenRankerFactory;
import java.util.List;

/** Offers the one ranker of this module; the class that META-INF/services names. */
public final class ExamplePlugin implements Plugin {

    @Override
    public List<TokenRankerFactory<?>> tokenRankers() {
        return List.of(new KeyNormRanker.Factory());
    }
}
