// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

/** The parts of a report, in the order of its page; each can be shown by itself. */
public enum ReportPart {
    /** What was asked, of what, of which model. */
    ASKED(new AskedSection()),
    /** One row an arm, and what came out in words. */
    RESULTS(new ResultsSection()),
    /** What each arm gains over the best of its controls. */
    GAINS(new GainsSection()),
    /** Arms held against each other. */
    PAIRS(new PairsSection()),
    /** How deep a ranking is worth anything. */
    HORIZON(new HorizonSection()),
    /** Which arms are controls of which. */
    CONTROLS(new ControlsSection()),
    /** Accuracy on each type of question. */
    TYPES(new TypesSection()),
    /** Questions that need their picture, and those that do not. */
    PARTS(new PartsSection()),
    /** Questions that a smaller picture gets wrong. */
    DOWNSAMPLING(new DownsamplingSection()),
    /** Accuracy over tokens and over arithmetic. */
    ACCURACY_OVER_COST(new ChartsSection()),
    /** Accuracy by the layer at which tokens are dropped and the share that is kept. */
    LAYER_BY_RATIO(new HeatMapSection()),
    /** Accuracy over the share that is kept at each drop. */
    LAMBDA(SweepSection.overLambda()),
    /** Accuracy over the number of drops. */
    STAGES(SweepSection.overStages()),
    /** What accuracy does not show. */
    QUALITY(new QualitySection()),
    /** What each layer costs. */
    COSTS(new CostsSection()),
    /** Pictures of what stays, and where it lies. */
    KEPT(new KeptSection()),
    /** Answers that changed. */
    CHANGED(new ChangedSection()),
    /** What went wrong. */
    PROBLEMS(new ProblemsSection()),
    /** What was checked before a number was shown. */
    GATES(new GatesSection()),
    /** Measured times. */
    MEASURED(new MeasuredSection()),
    /** How to run it again. */
    REPEAT(new RepeatSection()),
    /** Where it ran. */
    ENVIRONMENT(new EnvironmentSection()),
    /** Every setting. */
    SETTINGS(new SettingsSection());

    private final Section section;

    ReportPart(Section section) {
        this.section = section;
    }

    /** Its heading. */
    public String heading() {
        return section.heading();
    }

    /** What fills it. */
    Section section() {
        return section;
    }
}
