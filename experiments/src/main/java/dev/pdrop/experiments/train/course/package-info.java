// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * What is taught in a stage: a {@link dev.pdrop.experiments.train.course.Course} turns a batch into a loss and says how
 * much of a batch the model knows already. Tower and alignment are taught patch by patch
 * ({@link dev.pdrop.experiments.train.course.PatchCourse}), answering by lessons
 * ({@link dev.pdrop.experiments.train.course.LessonCourse}).
 */
@NullMarked
package dev.pdrop.experiments.train.course;

import org.jspecify.annotations.NullMarked;
