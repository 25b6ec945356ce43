// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.tree;

import dev.pdrop.engine.Asked;
import dev.pdrop.engine.Batches;
import dev.pdrop.spi.Layout;
import dev.pdrop.spi.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Gathers questions into companies while they stream by.
 *
 * <p>Neighbouring questions whose prompts begin alike up to the end of their images are a family; families with
 * prefixes of equal layout run together, and so do questions without a family whose prompts are of equal layout. Which
 * questions form a company follows from their order, their prompts and the size alone. Mutable; used by one thread.
 */
public final class Companies {

    /** A longer family is cut, so that what waits is bounded. */
    public static final int LARGEST_FAMILY = 64;

    private final ToIntFunction<Layout> size;
    private final boolean sharing;
    private final List<Asked> family = new ArrayList<>();
    private final Batches<List<Asked>> families;
    private final Batches<Asked> single;

    /**
     * Companies.
     *
     * @param size prefixes of a layout, and questions of a group behind them, that run together at most; at least 1
     * @param sharing whether questions share what their prompts begin with
     */
    public Companies(ToIntFunction<Layout> size, boolean sharing) {
        this.size = size;
        this.sharing = sharing;
        this.families = new Batches<>(size, Companies::prefixLayout);
        this.single = new Batches<>(size, one -> one.prompt().layout());
    }

    /**
     * Adds a question.
     *
     * @return the company that is complete with it, if one is
     */
    public Optional<Company> add(Asked question) {
        if (!sharing || !goesOnBehindItsImages(question.prompt())) {
            return single.add(question).map(Company::apart);
        }
        Optional<Company> complete = belongs(question) ? Optional.empty() : closeFamily();
        family.add(question);
        return complete;
    }

    /** The companies that are not full, in the order in which they were begun; nothing is pending afterwards. */
    public List<Company> rest() {
        List<Company> rest = new ArrayList<>();
        closeFamily().ifPresent(rest::add);
        families.rest().forEach(some -> rest.add(company(some)));
        single.rest().forEach(some -> rest.add(Company.apart(some)));
        return rest;
    }

    private boolean belongs(Asked question) {
        return !family.isEmpty() && family.size() < LARGEST_FAMILY && beginAlike(family.get(0), question);
    }

    /** One question alone has nobody to share with. */
    private Optional<Company> closeFamily() {
        if (family.isEmpty()) {
            return Optional.empty();
        }
        List<Asked> closed = List.copyOf(family);
        family.clear();
        return closed.size() == 1
                ? single.add(closed.get(0)).map(Company::apart)
                : families.add(closed).map(this::company);
    }

    private Company company(List<List<Asked>> some) {
        return Company.families(some, size.applyAsInt(prefixLayout(some.get(0))));
    }

    private static boolean goesOnBehindItsImages(Prompt prompt) {
        return prompt.prefix().isPresent() && prompt.prefix().get().length() < prompt.length();
    }

    private static boolean beginAlike(Asked one, Asked other) {
        Prompt prefix = one.prompt().prefix().orElseThrow();
        Prompt otherPrefix = other.prompt().prefix().orElseThrow();
        return one.images().equals(other.images())
                && prefix.layout().equals(otherPrefix.layout())
                && prefix.images().equals(otherPrefix.images())
                && Arrays.equals(prefix.ids(), otherPrefix.ids());
    }

    private static Layout prefixLayout(List<Asked> family) {
        return family.get(0).prompt().prefix().orElseThrow().layout();
    }
}
