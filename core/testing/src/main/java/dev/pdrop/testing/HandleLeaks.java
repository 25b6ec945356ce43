// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts tensor handles: what is there at the end that was not there at the beginning has leaked.
 *
 * <pre>{@code
 * HandleLeaks leaks = HandleLeaks.watch(backbone.manager());
 * ... // make and close states
 * leaks.assertNone();
 * }</pre>
 */
public final class HandleLeaks {

    private final NDManager root;
    private final Set<String> before;

    private HandleLeaks(NDManager root) {
        this.root = root;
        this.before = root.getManagedArrays().stream().map(NDArray::getUid).collect(Collectors.toUnmodifiableSet());
    }

    /** Watches what a manager and all managers below it hold. */
    public static HandleLeaks watch(NDManager root) {
        return new HandleLeaks(root);
    }

    /** The topmost manager above an array that can be closed; everything of the same backbone is usually below it. */
    public static NDManager root(NDArray array) {
        NDManager manager = array.getManager();
        while (!(manager.getParentManager() instanceof NDManager.SystemNDManager)) {
            manager = manager.getParentManager();
        }
        return manager;
    }

    /**
     * Checks that no array is there that was not there at the beginning.
     *
     * @throws AssertionError if there is one; lists them
     */
    public void assertNone() {
        List<NDArray> leaked = root.getManagedArrays().stream()
                .filter(array -> !before.contains(array.getUid()))
                .toList();
        if (!leaked.isEmpty()) {
            throw new AssertionError(leaked.size() + " handles leaked: "
                    + leaked.stream()
                            .map(array -> array.getDataType() + " " + array.getShape() + " in manager "
                                    + array.getManager().getName())
                            .collect(Collectors.joining(", ")));
        }
    }
}
