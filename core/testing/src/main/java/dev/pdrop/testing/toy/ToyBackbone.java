// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.Mixture;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.TokenGrid;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.spi.VisualToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * A tiny decoder with random weights: the naive twin of real backbones, and what the SPI means in plain code.
 *
 * <p>Everything that a {@link Backbone} promises holds, in float32 on the CPU, within milliseconds: several images,
 * batches, grouped-query attention, a cache per layer, both position policies, every capture. What it says makes no
 * sense. There is no fusion and no saving anywhere: each step shares what stays and computes the rest anew.
 */
public final class ToyBackbone implements Backbone {

    private static final int MAX_POSITIONS = 4096;

    private final ToyConfig config;
    private final ToyTokenizer tokenizer = new ToyTokenizer();
    private final ToyPrompts prompts;
    private final NDManager model;
    private final NDManager run;
    private final ToyEmbeddings embeddings;
    private final NDArray projector;
    private final List<ToyLayer> layers;
    private final NDArray finalNorm;
    private final NDArray head;

    /** A backbone of the usual small sizes. */
    public ToyBackbone() {
        this(ToyConfig.small());
    }

    /** A backbone of the given sizes. */
    public ToyBackbone(ToyConfig config) {
        this.config = config;
        this.prompts = new ToyPrompts(tokenizer, config);
        this.model = Engine.getEngine("PyTorch").newBaseManager(ai.djl.Device.cpu());
        this.run = model.newSubManager();
        ToyWeights weights = new ToyWeights(model, config.seed());
        this.embeddings = new ToyEmbeddings(weights.table(tokenizer.size(), config.hiddenSize()));
        this.projector = weights.matrix(3, config.hiddenSize());
        this.layers = java.util.stream.Stream.generate(() -> new ToyLayer(config, weights))
                .limit(config.layers())
                .toList();
        this.finalNorm = weights.norm(config.hiddenSize());
        this.head = weights.matrix(config.hiddenSize(), tokenizer.size());
        this.model.cap();
    }

    /** The sizes of a model with this configuration. */
    static Geometry geometry(ToyConfig config) {
        int visual = config.visualTokens();
        return new Geometry(
                config.layers(),
                config.hiddenSize(),
                config.heads(),
                config.keyValueHeads(),
                config.headSize(),
                config.feedForwardSize(),
                new ToyTokenizer().size(),
                MAX_POSITIONS,
                new Geometry.Vision(
                        new Geometry.Tower(1, 3, 3, 2, 1, visual, 3, visual, visual),
                        new Geometry.Projector(visual, 3L * config.hiddenSize()),
                        visual));
    }

    /** Stands above every tensor of this backbone, its states and features; for counting handles. */
    public NDManager manager() {
        return model;
    }

    @Override
    public Geometry geometry() {
        return geometry(config);
    }

    @Override
    public Map<String, String> facts() {
        Engine engine = Engine.getEngine("PyTorch");
        return new TreeMap<>(Map.of(
                "family", "toy",
                "device", "cpu",
                "dtype", "float32",
                "engine", engine.getEngineName() + " " + engine.getVersion(),
                "seed", Long.toString(config.seed())));
    }

    @Override
    public Prompt prompt(Conversation conversation) {
        return prompts.prompt(conversation);
    }

    @Override
    public Optional<ImageRegion> region(Image image, VisualToken token) {
        TokenGrid grid = config.grid(image);
        return Optional.of(ImageRegion.whole().cell(token.row(), token.column(), grid.rows(), grid.columns()));
    }

    @Override
    public String text(List<Integer> tokens) {
        return tokenizer.decode(tokens);
    }

    @Override
    public List<String> unknownWords(String text) {
        return tokenizer.unknownWords(text);
    }

    @Override
    public Set<Integer> endTokens() {
        return Set.of(ToyTokenizer.END);
    }

    @Override
    public VisualFeatures encode(List<Image> images, Set<Capture> captures) {
        require(!images.isEmpty(), "at least one image is needed");
        require(Set.of(Capture.pixels()).containsAll(captures), "only pixels can be captured on the way: " + captures);
        return new ToyFeatures(run.newSubManager(), images, captures, config, projector);
    }

    @Override
    public NDManager newManager() {
        return run.newSubManager();
    }

    @Override
    public VisualFeatures noFeatures() {
        return new ToyFeatures(run.newSubManager(), List.of(), Set.of(), config, projector);
    }

    @Override
    public DecoderState embed(List<Prompt> batch, VisualFeatures features) {
        require(!batch.isEmpty(), "at least one prompt is needed");
        require(
                batch.stream().map(Prompt::layout).distinct().count() == 1,
                "prompts of a batch must be of equal layout");
        return step((own, scope) -> {
            ToyRows rows = ToyRows.of(batch.get(0).layout(), batch.size());
            return new ToyState(own, batch, rows, embeddings.prompts(batch, features, own), List.of(), Map.of());
        });
    }

    @Override
    public boolean supports(Capture capture) {
        return capture.kind() != Capture.Kind.PIXELS
                && capture.point() instanceof Point.DecoderLayer decoder
                && decoder.layer() < config.layers();
    }

    @Override
    public DecoderState advance(DecoderState state, int layer, Set<Capture> captures) {
        ToyState from = own(state);
        require(
                layer >= from.layer() && layer <= config.layers(),
                "cannot advance from layer " + from.layer() + " to " + layer);
        return step((own, scope) -> {
            ToyCaptures taken = new ToyCaptures(captures, from, own);
            List<ToyCache> caches = new ArrayList<>();
            from.caches.forEach(cache -> caches.add(cache.share(own)));
            NDArray hidden = ToyTensors.share(from.hidden, scope);
            for (int k = from.layer(); k < layer; k++) {
                taken.take(k, layers.get(k), hidden, from.rows);
                hidden = run(k, hidden, from.rows, caches, own);
            }
            if (layer < config.layers()) {
                taken.take(layer, layers.get(layer), hidden, from.rows);
            }
            return new ToyState(own, from.prompts, from.rows, attached(hidden, own), caches, taken.captured());
        });
    }

    @Override
    public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
        ToyState from = own(state);
        require(kept.batch() == from.batch(), "a retention of " + kept.batch() + " examples for " + from.batch());
        boolean everything = kept.visualTokens() == from.visualTokens();
        int[][] staying = from.rows.staying(kept);
        require(
                IntStream.range(0, kept.batch())
                        .allMatch(example -> kept.mixture(example).fits(from.visualTokens())),
                "places that are not among the " + from.visualTokens() + " visual tokens that are left");
        return step((own, scope) -> {
            Map<Capture, NDArray> captured = new TreeMap<>();
            from.captured.forEach((capture, value) -> {
                NDArray followed = ToyCaptures.follow(capture, ToyTensors.share(value, scope), staying);
                captured.put(capture, attached(followed, own));
            });
            List<ToyCache> caches =
                    from.caches.stream().map(cache -> cache.share(own)).toList();
            boolean tail = from.hidden.getShape().get(1) < from.tokens();
            NDArray shared = ToyTensors.share(from.hidden, scope);
            NDArray hidden = attached(tail ? shared : mixed(shared, from.rows, kept, staying), own);
            ToyRows rows = everything ? from.rows : from.rows.keep(staying, positions);
            return new ToyState(own, from.prompts, rows, hidden, caches, captured);
        });
    }

    @Override
    public DecoderState append(DecoderState state, int[] examples, List<int[]> tokens) {
        ToyState from = own(state);
        requireTokens(from, examples, tokens);
        int count = tokens.get(0).length;
        return step((own, scope) -> {
            List<ToyCache> caches = new ArrayList<>();
            NDArray fresh = embeddings.text(tokens, scope);
            for (int k = 0; k < from.layer(); k++) {
                ToyCache cache = from.caches.get(k);
                int[][] positions = following(cache.nextPosition, count, examples.length);
                NDArray keys = ToyTensors.examples(cache.keys, examples, scope)
                        .concat(layers.get(k).keys(fresh, positions), 2);
                NDArray values = ToyTensors.examples(cache.values, examples, scope)
                        .concat(layers.get(k).values(fresh), 2);
                fresh = layers.get(k).run(fresh, positions, keys, values);
                caches.add(new ToyCache(attached(keys, own), attached(values, own), cache.nextPosition + count));
            }
            boolean finished = from.layer() == config.layers();
            NDArray hidden = finished
                    ? fresh
                    : ToyTensors.examples(from.hidden, examples, scope).concat(fresh, 1);
            List<Prompt> prompts =
                    IntStream.of(examples).mapToObj(from.prompts::get).toList();
            ToyRows rows = from.rows.examples(examples).append(count);
            return new ToyState(own, prompts, rows, attached(hidden, own), caches, Map.of());
        });
    }

    @Override
    public Logits logits(DecoderState state) {
        ToyState from = own(state);
        require(from.layer() == config.layers(), "logits are there after the last layer, not at " + from.layer());
        try (NDManager scope = run.newSubManager()) {
            NDArray hidden = ToyTensors.share(from.hidden, scope);
            NDArray last = hidden.get(":, -1");
            return new Logits(ToyTensors.norm(last, finalNorm).matMul(head).toFloatArray(), tokenizer.size());
        }
    }

    @Override
    public void close() {
        model.close();
    }

    /** Makes a state; if that fails, nothing of it is left. */
    private ToyState step(BiFunction<NDManager, NDManager, ToyState> ownAndScope) {
        NDManager own = run.newSubManager();
        try (NDManager scope = own.newSubManager()) {
            return ownAndScope.apply(own, scope);
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    /* Number by number: nobody waits for a toy. */
    private static NDArray mixed(NDArray hidden, ToyRows before, Retention kept, int[][] staying) {
        NDArray left = ToyTensors.pick(hidden, staying, 1);
        if (!kept.mixes()) {
            return left;
        }
        int width = (int) hidden.getShape().get(2);
        float[] old = hidden.toFloatArray();
        float[] values = left.toFloatArray();
        for (int example = 0; example < staying.length; example++) {
            int[] visual = before.visualRows(example);
            Mixture mixture = kept.mixture(example);
            int[] own = mixture.kept();
            for (int i = 0; i < own.length; i++) {
                int row = java.util.Arrays.binarySearch(staying[example], visual[own[i]]);
                int[] sources = mixture.sources(i);
                float[] weights = mixture.weights(i);
                for (int at = 0; at < width && mixture.mixes(i); at++) {
                    double sum = 0;
                    for (int j = 0; j < sources.length; j++) {
                        sum += weights[j] * old[(example * before.tokens() + visual[sources[j]]) * width + at];
                    }
                    values[(example * staying[example].length + row) * width + at] = (float) sum;
                }
            }
        }
        return hidden.getManager().create(values, left.getShape());
    }

    private NDArray run(int k, NDArray hidden, ToyRows rows, List<ToyCache> caches, NDManager own) {
        NDArray keys = layers.get(k).keys(hidden, rows.positions());
        NDArray values = layers.get(k).values(hidden);
        NDArray next = layers.get(k).run(hidden, rows.positions(), keys, values);
        caches.add(new ToyCache(attached(keys, own), attached(values, own), rows.nextPosition()));
        return next;
    }

    private void requireTokens(ToyState from, int[] examples, List<int[]> tokens) {
        require(examples.length > 0, "at least one example is needed");
        require(
                tokens.size() == examples.length,
                tokens.size() + " lists of tokens for " + examples.length + " examples");
        require(
                IntStream.of(examples).allMatch(example -> example >= 0 && example < from.batch()),
                "examples " + java.util.Arrays.toString(examples) + " of " + from.batch());
        for (int[] own : tokens) {
            require(
                    own.length > 0 && own.length == tokens.get(0).length,
                    "as many tokens, and at least one, must be added to each example");
            for (int token : own) {
                require(
                        token >= 0 && token < tokenizer.size() && token != ToyTokenizer.IMAGE,
                        "not a text token: " + token);
            }
        }
    }

    private static int[][] following(int position, int count, int batch) {
        int[][] positions = new int[batch][];
        java.util.Arrays.setAll(
                positions,
                example -> IntStream.range(position, position + count).toArray());
        return positions;
    }

    private static NDArray attached(NDArray array, NDManager owner) {
        array.attach(owner);
        return array;
    }

    private static ToyState own(DecoderState state) {
        if (state instanceof ToyState toy) {
            return toy;
        }
        throw new IllegalArgumentException("not a state of this backbone: " + state);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
