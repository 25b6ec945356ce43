// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import com.google.inject.AbstractModule;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Provides a {@link Runner} on the system's clocks. */
public final class RunModule extends AbstractModule {

    private final Software software;

    /**
     * A module.
     *
     * @param software which pdrop this is
     */
    public RunModule(Software software) {
        this.software = software;
    }

    @Override
    protected void configure() {
        bind(Software.class).toInstance(software);
        bind(InstantSource.class).toInstance(InstantSource.system());
        bind(LongSupplier.class).toInstance(System::nanoTime);
        bind(Runner.class);
    }
}
