// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.diagnosis;

import dev.pdrop.engine.Answer;
import dev.pdrop.engine.Asked;
import dev.pdrop.engine.tree.AblationTree;
import dev.pdrop.engine.tree.Company;
import dev.pdrop.engine.tree.TreeArm;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.VisualFeatures;
import java.util.ArrayList;
import java.util.List;

/** Lets arms choose on some questions, in the tree in which they answer, to the first word and no further. */
public final class ChoiceWatch {

    /**
     * An arm that is watched.
     *
     * @param name its name
     * @param ranker see {@link ArmChoices#ranker()}
     * @param inTree the arm
     */
    public record Watched(String name, Object ranker, TreeArm inTree) {}

    private final Backbone backbone;

    /**
     * A watch.
     *
     * @param backbone the model, borrowed
     */
    public ChoiceWatch(Backbone backbone) {
        this.backbone = backbone;
    }

    /**
     * Watches.
     *
     * @param arms at least one
     * @param companies the questions, as they are answered together
     * @return one an arm, in the order of arms; questions in the order of companies and their groups
     * @throws dev.pdrop.spi.InvalidImageException if the model has no use for an image
     */
    public List<ArmChoices> watch(List<Watched> arms, List<Company> companies) {
        AblationTree tree = new AblationTree(
                backbone, () -> 0, 1, arms.stream().map(Watched::inTree).toList());
        List<List<ArmChoices.OnQuestion>> chosen = new ArrayList<>();
        arms.forEach(arm -> chosen.add(new ArrayList<>()));
        for (Company company : companies) {
            try (VisualFeatures features = Asked.encode(backbone, company.questions())) {
                List<List<List<Answer>>> answers = inOrder(tree, company, features, arms.size());
                for (int arm = 0; arm < arms.size(); arm++) {
                    chosen.get(arm).addAll(choices(company, answers.get(arm)));
                }
            }
        }
        List<ArmChoices> all = new ArrayList<>();
        for (int arm = 0; arm < arms.size(); arm++) {
            all.add(new ArmChoices(arms.get(arm).name(), arms.get(arm).ranker(), chosen.get(arm)));
        }
        return all;
    }

    /* By arm and group. */
    private static List<List<List<Answer>>> inOrder(
            AblationTree tree, Company company, VisualFeatures features, int arms) {
        List<List<List<Answer>>> answers = new ArrayList<>();
        for (int arm = 0; arm < arms; arm++) {
            List<List<Answer>> groups = new ArrayList<>();
            company.groups().forEach(group -> groups.add(List.of()));
            answers.add(groups);
        }
        tree.answer(
                company,
                features,
                (arm, group) -> true,
                given -> answers.get(given.arm()).set(given.group(), given.answers()));
        return answers;
    }

    private static List<ArmChoices.OnQuestion> choices(Company company, List<List<Answer>> groups) {
        List<ArmChoices.OnQuestion> choices = new ArrayList<>();
        for (int group = 0; group < groups.size(); group++) {
            List<Asked> questions = company.groups().get(group).questions();
            for (int i = 0; i < questions.size(); i++) {
                choices.add(new ArmChoices.OnQuestion(
                        questions.get(i), groups.get(group).get(i).stages()));
            }
        }
        return choices;
    }
}
