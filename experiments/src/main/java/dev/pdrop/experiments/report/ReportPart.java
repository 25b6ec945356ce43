// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

/** The parts of a report, in the order of its page; each can be shown by itself. */
public enum ReportPart {
    /** What was asked, of what, of which model. */
    ASKED,
    /** One row an arm, and what came out in words. */
    RESULTS,
    /** What each arm gains over the best of its controls. */
    GAINS,
    /** Arms held against each other. */
    PAIRS,
    /** How deep a ranking is worth anything. */
    HORIZON,
    /** Which arms are controls of which. */
    CONTROLS,
    /** Accuracy on each type of question. */
    TYPES,
    /** Questions that need their picture, and those that do not. */
    PARTS,
    /** Questions that a smaller picture gets wrong. */
    DOWNSAMPLING,
    /** Accuracy over tokens and over arithmetic. */
    ACCURACY_OVER_COST,
    /** Accuracy by the layer at which tokens are dropped and the share that is kept. */
    LAYER_BY_RATIO,
    /** Accuracy over the share that is kept at each drop. */
    LAMBDA,
    /** Accuracy over the number of drops. */
    STAGES,
    /** What accuracy does not show. */
    QUALITY,
    /** What each layer costs. */
    COSTS,
    /** Pictures of what stays, and where it lies. */
    KEPT,
    /** Answers that changed. */
    CHANGED,
    /** What went wrong. */
    PROBLEMS,
    /** What was checked before a number was shown. */
    GATES,
    /** Measured times. */
    MEASURED,
    /** How to run it again. */
    REPEAT,
    /** Where it ran. */
    ENVIRONMENT,
    /** Every setting. */
    SETTINGS;

    /** Its heading. */
    public String heading() {
        return section().heading();
    }

    /** What fills it. */
    Section section() {
        return switch (this) {
            case ASKED -> new AskedSection();
            case RESULTS -> new ResultsSection();
            case GAINS -> new GainsSection();
            case PAIRS -> new PairsSection();
            case HORIZON -> new HorizonSection();
            case CONTROLS -> new ControlsSection();
            case TYPES -> new TypesSection();
            case PARTS -> new PartsSection();
            case DOWNSAMPLING -> new DownsamplingSection();
            case ACCURACY_OVER_COST -> new ChartsSection();
            case LAYER_BY_RATIO -> new HeatMapSection();
            case LAMBDA -> SweepSection.overLambda();
            case STAGES -> SweepSection.overStages();
            case QUALITY -> new QualitySection();
            case COSTS -> new CostsSection();
            case KEPT -> new KeptSection();
            case CHANGED -> new ChangedSection();
            case PROBLEMS -> new ProblemsSection();
            case GATES -> new GatesSection();
            case MEASURED -> new MeasuredSection();
            case REPEAT -> new RepeatSection();
            case ENVIRONMENT -> new EnvironmentSection();
            case SETTINGS -> new SettingsSection();
        };
    }
}
