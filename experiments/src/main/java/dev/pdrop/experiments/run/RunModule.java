// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import com.google.inject.AbstractModule;
import com.google.inject.TypeLiteral;
import com.google.inject.name.Names;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Provides a {@link Runner} on the system's clocks. */
public final class RunModule extends AbstractModule {

    private final String version;

    /**
     * A module.
     *
     * @param version version of the toolkit
     */
    public RunModule(String version) {
        this.version = version;
    }

    @Override
    protected void configure() {
        bind(new TypeLiteral<String>() {}).annotatedWith(Names.named("version")).toInstance(version);
        bind(InstantSource.class).toInstance(InstantSource.system());
        bind(LongSupplier.class).toInstance(System::nanoTime);
        bind(Runner.class);
    }
}
