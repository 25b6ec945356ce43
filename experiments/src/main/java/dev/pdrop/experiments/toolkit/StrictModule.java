// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.toolkit;

import com.google.inject.AbstractModule;

/**
 * Turns off what makes wiring hard to follow: bindings nobody declared, proxies for circles, approximate annotations.
 */
final class StrictModule extends AbstractModule {

    @Override
    protected void configure() {
        binder().requireExplicitBindings();
        binder().requireAtInjectOnConstructors();
        binder().requireExactBindingAnnotations();
        binder().disableCircularProxies();
    }
}
