// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * The part of the Jinja template language that checkpoints write their chat templates in.
 *
 * <p><b>In reading order.</b> {@link dev.pdrop.backbones.jinja.JinjaTemplate} is what others use. {@code Scanner} cuts
 * a source into text and tags and applies the rules of white space; {@code StatementParser} and
 * {@code ExpressionParser} turn tags into {@code Statement}s and {@code Expression}s, which are functions of a
 * {@code Scope}; {@code Python} is what their values do (truth, text, comparison, arithmetic), {@code Methods},
 * {@code Filters}, {@code Tests} and {@code Globals} are what can be called.
 *
 * <p><b>Values</b> are {@code String}, {@code Long}, {@code Double}, {@code Boolean}, {@code List}, {@code Map},
 * {@code Callable}, {@code None} and {@code Undefined}. A template reaches nothing else: no Java object, no file, no
 * clock.
 *
 * <p><b>Why not a library.</b> The one that is kept up, Jinjava 2.8.4, rendered every conversation wrongly with LLaVA's
 * and Qwen3's template (it knows no Python string methods and no {@code generation} block), runs template code found in
 * the user's text by default, and brings 27 jars.
 */
@NullMarked
package dev.pdrop.backbones.jinja;

import org.jspecify.annotations.NullMarked;
