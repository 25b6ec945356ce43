// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments;

import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.BackboneFactory;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.DatasetFactory;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.InvalidModelException;
import dev.pdrop.spi.Metric;
import dev.pdrop.spi.MetricFactory;
import dev.pdrop.spi.ModelStarter;
import dev.pdrop.spi.ModelStarterFactory;
import dev.pdrop.spi.Plugin;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.StageScheduler;
import dev.pdrop.spi.StageSchedulerFactory;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.spi.TokenRankerFactory;
import dev.pdrop.spi.UnavailableDeviceException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Plugins with the names and settings of the real ones that open nothing: planning must not need more. */
public final class FakePlugin implements Plugin {

    /** Whose attention counts. */
    public enum Query {
        /** The last token. */
        LAST_PROMPT_TOKEN,
        /** All text after the image. */
        PROMPT_MEAN
    }

    /** Where a model runs. */
    public enum Device {
        /** On processors. */
        CPU,
        /** On a graphics card. */
        CUDA
    }

    /** No settings. */
    public record NoConfig() {}

    /** Settings of a ranker. */
    public record RankerConfig(Query query) {}

    /** Settings of the pyramid scheduler. */
    public record PyramidConfig(int stages, BigDecimal lambda, Optional<List<Integer>> layers) {
        /** Checks ranges. */
        public PyramidConfig {
            if (lambda.signum() <= 0 || lambda.compareTo(BigDecimal.ONE) > 0) {
                throw new IllegalArgumentException("lambda must be in (0, 1], was " + lambda);
            }
        }
    }

    /** Settings of the single-stage scheduler. */
    public record SingleConfig(int layer, double dropRatio, Optional<Integer> keep) {}

    /** Settings of a model. */
    public record ModelConfig(Path model, Device device) {}

    /** Settings of a data set. */
    public record JsonlConfig(Path file, Optional<Path> images) {}

    @Override
    public List<BackboneFactory<?>> backbones() {
        return List.of(new FakeBackbone());
    }

    @Override
    public List<ModelStarterFactory<?>> modelStarters() {
        return List.of(new FakeStarter());
    }

    @Override
    public List<TokenRankerFactory<?>> tokenRankers() {
        return List.of(
                new Ranker<>("pyramid-drop", RankerConfig.class),
                new Ranker<>("fastv", RankerConfig.class),
                new Ranker<>("random", NoConfig.class));
    }

    @Override
    public List<StageSchedulerFactory<?>> stageSchedulers() {
        return List.of(
                new Scheduler<>("pyramid", PyramidConfig.class, FakePlugin::pyramid),
                new Scheduler<>("single", SingleConfig.class, FakePlugin::single),
                new Scheduler<>("none", NoConfig.class, config -> List.of()));
    }

    @Override
    public List<DatasetFactory<?>> datasets() {
        return List.of(new Jsonl());
    }

    @Override
    public List<MetricFactory<?>> metrics() {
        return List.of(new ExactMatch());
    }

    private static List<Stage> pyramid(PyramidConfig config) {
        List<Stage> stages = new ArrayList<>();
        double share = 144;
        for (int layer : config.layers().orElse(List.of(3, 6, 9))) {
            share *= config.lambda().doubleValue();
            stages.add(Stage.keep(layer, (int) share));
        }
        return stages;
    }

    private static List<Stage> single(SingleConfig config) {
        return List.of(Stage.keep(config.layer(), config.keep().orElse(72)));
    }

    private record FakeBackbone() implements BackboneFactory<ModelConfig> {
        @Override
        public String name() {
            return "hugging-face";
        }

        @Override
        public String description() {
            return "A model that is never opened.";
        }

        @Override
        public Class<ModelConfig> configType() {
            return ModelConfig.class;
        }

        @Override
        public Geometry geometry(ModelConfig config) {
            if (config.model().endsWith("broken")) {
                throw new InvalidModelException("expected config.json, found nothing in "
                        + config.model().getFileName());
            }
            return new Geometry(
                    12,
                    96,
                    4,
                    4,
                    24,
                    256,
                    82,
                    512,
                    new Geometry.Vision(
                            new Geometry.Tower(2, 128, 256, 2, 4, 144, 192, 145, 145),
                            new Geometry.Projector(144, 128 * 96 + 96 * 96),
                            144));
        }

        @Override
        public boolean supports(ModelConfig config, Capture capture) {
            return capture.kind() != Capture.Kind.VALUE;
        }

        @Override
        public void requireDevice(ModelConfig config) {
            if (config.device() == Device.CUDA) {
                throw new UnavailableDeviceException("expected a CUDA device, found none: choose device = cpu");
            }
        }

        @Override
        public Backbone create(ModelConfig config) {
            throw new IllegalStateException("planning must not open a model");
        }
    }

    private record FakeStarter() implements ModelStarterFactory<NoConfig> {
        @Override
        public String name() {
            return "llava";
        }

        @Override
        public String description() {
            return "A model that is never begun.";
        }

        @Override
        public Class<NoConfig> configType() {
            return NoConfig.class;
        }

        @Override
        public ModelStarter create(NoConfig config) {
            throw new IllegalStateException("planning must not begin a model");
        }
    }

    private record Ranker<C extends Record>(String name, Class<C> configType) implements TokenRankerFactory<C> {
        @Override
        public String description() {
            return "Ranks nothing.";
        }

        @Override
        public TokenRanker create(C config) {
            boolean mean = config instanceof RankerConfig settings && settings.query() == Query.PROMPT_MEAN;
            return new NoRanking(name.equals("fastv"), mean && name.equals("pyramid-drop"));
        }
    }

    private record NoRanking(boolean looksBack, boolean needsValues) implements TokenRanker {
        @Override
        public Set<Capture> needs(Point at) {
            if (looksBack && at.equals(Point.decoder(0))) {
                throw new InvalidMethodException("expected a layer before the stage, found a stage before layer 0");
            }
            return needsValues
                    ? Set.of(new Capture(at, Capture.Kind.VALUE, Capture.Rotation.POST, Queries.Named.ALL))
                    : Set.of();
        }

        @Override
        public Ranking rank(RankingContext context) {
            throw new IllegalStateException("planning must not rank");
        }

        @Override
        public boolean looksAtText() {
            return true;
        }
    }

    private record Scheduler<C extends Record>(String name, Class<C> configType, Function<C, List<Stage>> stages)
            implements StageSchedulerFactory<C> {
        @Override
        public String description() {
            return "Plans what it is told.";
        }

        @Override
        public StageScheduler create(C config) {
            return new FixedStages(name, stages.apply(config));
        }
    }

    private record FixedStages(String name, List<Stage> stages) implements StageScheduler {
        @Override
        public Schedule plan(Geometry geometry, int visualTokens) {
            return new Schedule(stages);
        }

        @Override
        public String describe() {
            return name + " with " + stages.size() + " stages";
        }
    }

    private record Jsonl() implements DatasetFactory<JsonlConfig> {
        @Override
        public String name() {
            return "jsonl";
        }

        @Override
        public String description() {
            return "No questions.";
        }

        @Override
        public Class<JsonlConfig> configType() {
            return JsonlConfig.class;
        }

        @Override
        public Dataset create(JsonlConfig config) {
            return Stream::of;
        }
    }

    private record ExactMatch() implements MetricFactory<NoConfig> {
        @Override
        public String name() {
            return "exact-match";
        }

        @Override
        public String description() {
            return "Right if equal.";
        }

        @Override
        public Class<NoConfig> configType() {
            return NoConfig.class;
        }

        @Override
        public Metric create(NoConfig config) {
            return (example, answer) -> example.answers().contains(answer) ? 1 : 0;
        }
    }
}
