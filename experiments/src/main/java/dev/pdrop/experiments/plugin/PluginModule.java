// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plugin;

import com.google.inject.AbstractModule;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.MapBinder;
import dev.pdrop.spi.BackboneFactory;
import dev.pdrop.spi.DatasetFactory;
import dev.pdrop.spi.MetricFactory;
import dev.pdrop.spi.ModelStarterFactory;
import dev.pdrop.spi.PluginFactory;
import dev.pdrop.spi.StageSchedulerFactory;
import dev.pdrop.spi.TokenRankerFactory;
import java.util.Map;

/**
 * Carries the factories of a catalog to whoever asks for a {@code Map<String, TokenRankerFactory<?>>} and the like.
 *
 * <p>Plugins know nothing of Guice; another module may add to the same maps.
 */
public final class PluginModule extends AbstractModule {

    private final PluginCatalog catalog;

    /** A module that carries a catalog. */
    public PluginModule(PluginCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    protected void configure() {
        bind(PluginCatalog.class).toInstance(catalog);
        bind(PluginBlocks.class);
        carry(new TypeLiteral<BackboneFactory<?>>() {}, catalog.backbones());
        carry(new TypeLiteral<ModelStarterFactory<?>>() {}, catalog.modelStarters());
        carry(new TypeLiteral<TokenRankerFactory<?>>() {}, catalog.rankers());
        carry(new TypeLiteral<StageSchedulerFactory<?>>() {}, catalog.schedulers());
        carry(new TypeLiteral<DatasetFactory<?>>() {}, catalog.datasets());
        carry(new TypeLiteral<MetricFactory<?>>() {}, catalog.metrics());
    }

    private <F extends PluginFactory<?, ?>> void carry(TypeLiteral<F> type, Map<String, F> factories) {
        MapBinder<String, F> binder = MapBinder.newMapBinder(binder(), TypeLiteral.get(String.class), type);
        factories.forEach((name, factory) -> binder.addBinding(name).toInstance(factory));
    }
}
