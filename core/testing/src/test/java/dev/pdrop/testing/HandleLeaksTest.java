// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

final class HandleLeaksTest {

    @Test
    void listsWhatWasNotThereBefore() {
        try (NDManager root = Engine.getEngine("PyTorch").newBaseManager()) {
            root.zeros(new Shape(1));
            HandleLeaks leaks = HandleLeaks.watch(root);
            NDManager below = root.newSubManager();
            below.setName("below");
            below.zeros(new Shape(2, 3));
            assertThatThrownBy(leaks::assertNone)
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("1 handles leaked: float32 (2, 3) in manager below");
        }
    }

    @Test
    void isContentWhenEverythingWasClosed() {
        try (NDManager root = Engine.getEngine("PyTorch").newBaseManager()) {
            HandleLeaks leaks = HandleLeaks.watch(root);
            try (NDManager below = root.newSubManager()) {
                below.zeros(new Shape(2, 3));
            }
            assertThatCode(leaks::assertNone).doesNotThrowAnyException();
        }
    }

    @Test
    void findsTheTopmostManagerThatCanBeClosed() {
        try (NDManager root = Engine.getEngine("PyTorch").newBaseManager()) {
            NDArray deep = root.newSubManager().newSubManager().zeros(new Shape(1));
            assertThat(HandleLeaks.root(deep)).isSameAs(root);
        }
    }
}
