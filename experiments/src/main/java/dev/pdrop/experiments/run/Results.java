// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The results of a run, one row an arm.
 *
 * @param arms in the order of the plan
 * @param visualTokens N of a prompt with one image, for the table's heading
 * @param unknownWords words of the questions that the tokenizer does not know, each once
 * @param types the same by type of question, arm by arm; empty if the data set knows no types
 * @param gates how the fidelity gates came out, arm by arm; empty in results that were written before there were any
 */
public record Results(
        List<ArmResult> arms,
        int visualTokens,
        List<String> unknownWords,
        List<TypeResult> types,
        List<GateRow> gates) {

    /* The first ten columns are a contract; new ones are appended. */
    private static final String HEADER =
            "arm,ranker,schedule,examples,accuracy,loyalty,average_tokens,tmac,kv_mib,prefill_ms,"
                    + "decode_ms,fastv_tmac,positions,unknown_word_questions,failures";

    private static final String TYPES_HEADER = "arm,type,examples,accuracy,loyalty,failures";

    private static final int SHOWN_WORDS = 8;

    /** Copies the lists. */
    public Results {
        arms = List.copyOf(arms);
        unknownWords = List.copyOf(unknownWords);
        types = List.copyOf(Objects.requireNonNullElse(types, List.of()));
        gates = List.copyOf(Objects.requireNonNullElse(gates, List.of()));
    }

    /** Results without gates. */
    public Results(List<ArmResult> arms, int visualTokens, List<String> unknownWords, List<TypeResult> types) {
        this(arms, visualTokens, unknownWords, types, List.of());
    }

    /** The same of a run that has passed some gates. */
    public Results with(List<GateRow> passed) {
        return new Results(arms, visualTokens, unknownWords, types, passed);
    }

    /** Comma-separated values: a header, then one line an arm; no commas inside a cell; an absent value is empty. */
    public String csv() {
        StringBuilder csv = new StringBuilder(HEADER).append('\n');
        for (ArmResult arm : arms) {
            csv.append(String.join(
                            ",",
                            cell(arm.arm()),
                            cell(arm.ranker()),
                            cell(arm.schedule()),
                            Integer.toString(arm.examples()),
                            number(arm.accuracy()),
                            arm.loyalty().map(Results::number).orElse(""),
                            number(arm.averageTokens()),
                            number(arm.teraMultiplyAdds()),
                            number(arm.keyValueMebibytes()),
                            number(arm.prefillMillis()),
                            number(arm.decodeMillis()),
                            number(arm.fastvTeraMultiplyAdds()),
                            arm.positions(),
                            Integer.toString(arm.unknownWordQuestions()),
                            Integer.toString(arm.failures())))
                    .append('\n');
        }
        return csv.toString();
    }

    /** As {@link #csv()}, one line an arm and type of question. */
    public String typesCsv() {
        StringBuilder csv = new StringBuilder(TYPES_HEADER).append('\n');
        for (TypeResult one : types) {
            csv.append(String.join(
                            ",",
                            cell(one.arm()),
                            cell(one.type()),
                            Integer.toString(one.examples()),
                            number(one.accuracy()),
                            one.loyalty().map(Results::number).orElse(""),
                            Integer.toString(one.failures())))
                    .append('\n');
        }
        return csv.toString();
    }

    /** All values in full precision, keys in snake_case; {@link StoredRun#results()} reads it back. */
    public String json() {
        return Json.text(this);
    }

    /** A table for people, with a line below that says how to read it. */
    public String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "arm", "ranker", "accuracy", "loyalty", "average tokens", "GMAC", "KV KiB", "prefill ms", "schedule"));
        for (ArmResult arm : arms) {
            rows.add(List.of(
                    arm.arm(),
                    arm.ranker(),
                    percent(arm.accuracy()),
                    arm.loyalty().map(Results::percent).orElse("-"),
                    fixed(arm.averageTokens(), 1),
                    short3(arm.teraMultiplyAdds() * 1000),
                    short3(arm.keyValueMebibytes() * 1024),
                    fixed(arm.prefillMillis(), 2),
                    arm.schedule()));
        }
        return TextTable.of(rows, 2, 7) + legend();
    }

    private String legend() {
        int examples = arms.isEmpty() ? 0 : arms.get(0).examples();
        StringBuilder text = new StringBuilder("\n" + examples + " questions. accuracy: share answered right."
                + " loyalty: share answered as the unreduced model does.\n"
                + "average tokens: mean over layers of visual tokens that entered a layer, of " + visualTokens
                + ". GMAC: prefill multiply-adds of visual tokens (convention \"paper\").\n"
                + "KV: cache after prefill. prefill ms: median per question, the first batch of each process left out"
                + " (warm-up).\n"
                + "One run, no intervals yet: small differences may be chance.\n");
        int unknown =
                arms.stream().mapToInt(ArmResult::unknownWordQuestions).max().orElse(0);
        if (unknown > 0) {
            String more = unknownWords.size() > SHOWN_WORDS ? ", .." : "";
            text.append(unknown)
                    .append(" questions have words that the tokenizer does not know (")
                    .append(String.join(", ", unknownWords.subList(0, Math.min(SHOWN_WORDS, unknownWords.size()))))
                    .append(more)
                    .append("); they count all the same.\n");
        }
        int failures = arms.stream().mapToInt(ArmResult::failures).max().orElse(0);
        if (failures > 0) {
            text.append(failures)
                    .append(" of ")
                    .append(examples)
                    .append(
                            " questions could not be asked and count as wrong, but not for loyalty; the journal says why.\n");
        }
        return text.toString();
    }

    private static String cell(String text) {
        return text.replace(',', ' ').replace('\n', ' ');
    }

    private static String number(double value) {
        return new BigDecimal(value)
                .round(new MathContext(6, RoundingMode.HALF_EVEN))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String percent(double share) {
        return fixed(100 * share, 1) + " %";
    }

    private static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String short3(double value) {
        return new BigDecimal(value)
                .round(new MathContext(3, RoundingMode.HALF_EVEN))
                .toPlainString();
    }
}
