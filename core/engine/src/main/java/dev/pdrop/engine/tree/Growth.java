// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.tree;

import dev.pdrop.engine.Answer;
import dev.pdrop.engine.Asked;
import dev.pdrop.engine.GreedyDecoding;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualFeatures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One growth of an {@link AblationTree} over one company, depth first. Mutable; used once. */
final class Growth {

    private final Backbone backbone;
    private final LongSupplier nanoTime;
    private final GreedyDecoding decoding;
    private final List<TreeArm> arms;
    private final Company company;
    private final VisualFeatures features;
    private final AblationTree.Wanted wanted;
    private final Consumer<AblationTree.GroupAnswers> each;
    private final int layers;
    private final Crossroads crossroads;
    private final Set<Given> given = new HashSet<>();

    /** Answers of an arm to a group that were handed on. */
    private record Given(int arm, int group) {}

    Growth(
            Backbone backbone,
            LongSupplier nanoTime,
            GreedyDecoding decoding,
            List<TreeArm> arms,
            Company company,
            VisualFeatures features,
            AblationTree.Wanted wanted,
            Consumer<AblationTree.GroupAnswers> each) {
        this.backbone = backbone;
        this.nanoTime = nanoTime;
        this.decoding = decoding;
        this.arms = arms;
        this.company = company;
        this.features = features;
        this.wanted = wanted;
        this.each = each;
        this.layers = backbone.geometry().layers();
        this.crossroads = new Crossroads(backbone, nanoTime, arms);
    }

    void grow() {
        List<Traveller> starting = IntStream.range(0, arms.size())
                .filter(arm -> company.groupNumbers().anyMatch(group -> wanted.of(arm, group)))
                .mapToObj(arm -> Traveller.of(arm, arms.get(arm), backbone, company.visualTokens()))
                .toList();
        if (starting.isEmpty()) {
            return;
        }
        if (company.prefixes().isEmpty()) {
            List<Asked> questions = company.groups().get(0).questions();
            begin(questions.stream().map(Asked::prompt).toList(), starting, whole(0));
        } else {
            begin(company.prefixes(), starting, new Prefixes());
        }
        answerApart(starting);
    }

    /** What the rows of a state are, and hence what becomes of it on its way. */
    private interface Ground {
        /** The next layer at which something is done for an arm that goes on with a state. */
        int nextLayer(DecoderState state, Traveller traveller);

        /** The names by which an arm draws random numbers for the examples. */
        List<String> names(Traveller traveller);

        /** Something may be done here before arms go on; gives those that do. */
        List<Traveller> visit(DecoderState state, Trail trail, List<Traveller> travellers);
    }

    private void begin(List<Prompt> prompts, List<Traveller> starting, Ground ground) {
        long start = nanoTime.getAsLong();
        DecoderState root = backbone.embed(prompts, features);
        Trail trail = Trail.root(prompts.size()).spent(nanoTime.getAsLong() - start, prompts.size());
        descend(
                root,
                trail,
                starting.stream().map(one -> one.among(prompts.size())).toList(),
                ground);
    }

    /** Takes a state and some arms down to the last boundary; closes the state. */
    private void descend(DecoderState start, Trail before, List<Traveller> starting, Ground ground) {
        DecoderState state = start;
        Trail trail = before;
        List<Traveller> travellers = starting;
        try {
            while (!travellers.isEmpty()) {
                DecoderState here = state;
                int next = travellers.stream()
                        .mapToInt(one -> ground.nextLayer(here, one))
                        .min()
                        .orElseThrow();
                long began = nanoTime.getAsLong();
                DecoderState further = backbone.advance(state, next, needsBefore(state, next, travellers));
                trail = trail.ran(state, further).spent(nanoTime.getAsLong() - began, state.batch());
                state.close();
                state = further;
                List<Traveller> going = ground.visit(state, trail, travellers);
                Trail behind = trail;
                travellers = crossroads.pass(
                        state,
                        going,
                        ground::names,
                        branch -> descend(
                                branch.state(),
                                behind.spent(branch.nanos(), branch.batch()),
                                branch.travellers(),
                                ground));
            }
        } finally {
            state.close();
        }
    }

    /** Where no visual token is left, nothing will be ranked. */
    private static Set<Capture> needsBefore(DecoderState state, int layer, List<Traveller> travellers) {
        if (state.visualTokens() == 0) {
            return Set.of();
        }
        return travellers.stream()
                .flatMap(traveller -> traveller.needsBefore(layer))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Prefixes that several questions share: arms leave them where they must see the text. */
    private final class Prefixes implements Ground {

        private final List<String> images;

        Prefixes() {
            Map<Integer, String> names = new HashMap<>();
            for (Company.Group group : company.groups()) {
                for (int i = 0; i < group.prefixes().size(); i++) {
                    names.put(group.prefixes().get(i), group.questions().get(i).images());
                }
            }
            images = IntStream.range(0, company.prefixes().size())
                    .mapToObj(names::get)
                    .toList();
        }

        @Override
        public int nextLayer(DecoderState state, Traveller traveller) {
            return Math.min(textLayer(state, traveller), traveller.nextLayer(layers));
        }

        /** Where nothing is left of a prefix, as of an image that begins the prompt, the text comes at once. */
        private int textLayer(DecoderState state, Traveller traveller) {
            return state.tokens() == 0 ? state.layer() : traveller.textLayer(layers);
        }

        @Override
        public List<String> names(Traveller traveller) {
            return images;
        }

        @Override
        public List<Traveller> visit(DecoderState state, Trail trail, List<Traveller> travellers) {
            List<Traveller> leaving = new ArrayList<>();
            List<Traveller> staying = new ArrayList<>();
            travellers.forEach(one -> (textLayer(state, one) == state.layer() ? leaving : staying).add(one));
            company.groupNumbers().forEach(group -> ask(group, state, trail, leaving));
            return staying;
        }

        private void ask(int number, DecoderState state, Trail trail, List<Traveller> leaving) {
            Company.Group group = company.groups().get(number);
            List<Traveller> asking = leaving.stream()
                    .filter(one -> wanted.of(one.number(), number))
                    .map(one -> one.examples(group.examples()))
                    .toList();
            if (asking.isEmpty()) {
                return;
            }
            List<int[]> suffixes = group.suffixes(company.prefixes().get(0).length());
            long start = nanoTime.getAsLong();
            DecoderState whole = backbone.append(state, group.examples(), suffixes);
            Trail longer = trail.appended(group.examples(), suffixes.get(0).length)
                    .spent(nanoTime.getAsLong() - start, suffixes.size());
            descend(whole, longer, asking, whole(number));
        }
    }

    private Ground whole(int group) {
        return new Whole(
                company.groups().get(group).questions(), (traveller, answers) -> give(traveller, group, answers));
    }

    private void give(Traveller traveller, int group, List<Answer> answers) {
        given.add(new Given(traveller.number(), group));
        each.accept(new AblationTree.GroupAnswers(traveller.number(), group, answers));
    }

    /** Takes what an arm answered. */
    private interface Answers {
        void accept(Traveller traveller, List<Answer> answers);
    }

    /** Whole prompts: at the last boundary they are answered. */
    private final class Whole implements Ground {

        private final List<Asked> questions;
        private final Answers answered;

        Whole(List<Asked> questions, Answers answered) {
            this.questions = questions;
            this.answered = answered;
        }

        @Override
        public int nextLayer(DecoderState state, Traveller traveller) {
            return traveller.nextLayer(layers);
        }

        @Override
        public List<String> names(Traveller traveller) {
            return traveller.method().names(questions);
        }

        @Override
        public List<Traveller> visit(DecoderState state, Trail trail, List<Traveller> travellers) {
            if (state.layer() < layers) {
                return travellers;
            }
            long start = nanoTime.getAsLong();
            long[] firstToken = {0};
            List<GreedyDecoding.Written> written = decoding.write(state, logits -> {
                if (firstToken[0] == 0) {
                    firstToken[0] = nanoTime.getAsLong();
                }
            });
            long end = nanoTime.getAsLong();
            long prefill = trail.spent(firstToken[0] - start, state.batch()).nanos();
            long decode = (end - firstToken[0]) / state.batch();
            for (Traveller traveller : travellers) {
                List<Answer> answers = new ArrayList<>();
                for (int example = 0; example < state.batch(); example++) {
                    answers.add(new Answer(
                            written.get(example), traveller.stages(example), trail.layers(example), prefill, decode));
                }
                answered.accept(traveller, answers);
            }
            return List.of();
        }
    }

    /**
     * Arms whose rankers kept different numbers in the examples of a batch answer each question by itself; groups of
     * theirs where the numbers were equal are answered already.
     */
    private void answerApart(List<Traveller> starting) {
        List<Traveller> apart = starting.stream()
                .filter(one -> crossroads.uneven().contains(one.number()))
                .toList();
        if (apart.isEmpty()) {
            return;
        }
        company.groupNumbers().forEach(group -> answerApart(group, apart));
    }

    private void answerApart(int number, List<Traveller> apart) {
        List<Traveller> asking = apart.stream()
                .filter(one -> wanted.of(one.number(), number) && !given.contains(new Given(one.number(), number)))
                .toList();
        if (asking.isEmpty()) {
            return;
        }
        Map<Integer, List<Answer>> collected = new HashMap<>();
        for (Asked question : company.groups().get(number).questions()) {
            begin(
                    List.of(question.prompt()),
                    asking,
                    new Whole(
                            List.of(question),
                            (traveller, answers) -> collected
                                    .computeIfAbsent(traveller.number(), unused -> new ArrayList<>())
                                    .addAll(answers)));
        }
        asking.forEach(one -> give(one, number, collected.getOrDefault(one.number(), List.of())));
    }
}
