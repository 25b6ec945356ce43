// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import ai.djl.ndarray.types.DataType;
import com.google.inject.Injector;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.pdrop.engine.cost.CostConvention;
import dev.pdrop.experiments.config.ConfigOverride;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.NearestName;
import dev.pdrop.experiments.config.RecordBinder;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.plan.ExperimentReader;
import dev.pdrop.experiments.plan.GeometryReader;
import dev.pdrop.experiments.plan.MethodResolver;
import dev.pdrop.experiments.plan.OtherArms;
import dev.pdrop.experiments.plan.Overrides;
import dev.pdrop.experiments.plan.UnopenedModel;
import dev.pdrop.experiments.plugin.PluginBlocks;
import dev.pdrop.experiments.plugin.PluginKind;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.spi.Geometry;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pdrop plan}: what a schedule costs, or which schedule costs what it may. */
@Command(
        name = "plan",
        sortOptions = false,
        description = "Say what a schedule costs, or find the one that meets a budget; no weights are read.")
final class PlanCommand implements Callable<Integer> {

    private static final String SCHEDULE = "schedule";
    private static final String BUDGET = "budget";

    private final Toolkit toolkit;
    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--geometry", paramLabel = "NAME|FILE", description = "Sizes of a model, of pdrop list geometries.")
    private @Nullable String geometry;

    @Option(names = "--model", paramLabel = "DIR", description = "A model folder whose sizes are taken instead.")
    private @Nullable Path model;

    @Option(
            names = "--method",
            paramLabel = "NAME|FILE",
            description = {
                "A method of pdrop list, or a .conf file; the default is pyramid-drop,",
                "and fastv with --solve keep or ratio."
            })
    private @Nullable String method;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Set something inside the method, such as schedule.lambda=0.4; may be given more than once.")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = "--layers",
            split = ",",
            paramLabel = "LAYER",
            description = "Layers to drop before, such as 2,8,16; one where the schedule drops once.")
    private List<Integer> layers = new ArrayList<>();

    @Option(names = "--average-tokens", paramLabel = "TOKENS", description = "Budget: mean over layers.")
    private @Nullable BigDecimal averageTokens;

    @Option(names = "--tmac", paramLabel = "TMAC", description = "Budget: 10^12 multiply-adds under --convention.")
    private @Nullable BigDecimal tmac;

    @Option(
            names = "--convention",
            paramLabel = "NAME",
            description = "Cost convention of --tmac and of tmac in JSON: paper, fastv-paper or full.")
    private String convention = "paper";

    @Option(names = "--kv-mib", paramLabel = "MIB", description = "Budget: keys and values, text included.")
    private @Nullable BigDecimal kvMib;

    @Option(
            names = "--dtype",
            paramLabel = "NAME",
            description = "How keys and values are stored: float32, bfloat16 or float16.")
    private String dtype = "float16";

    @Option(
            names = "--like",
            paramLabel = "EXPERIMENT:ARM",
            description = "Budget: the average tokens of an arm; its model unless another one is given.")
    private @Nullable String like;

    @Option(
            names = "--solve",
            paramLabel = "NAME",
            description = "What the budget is solved for: lambda, keep, ratio or first-layer.")
    private @Nullable String solve;

    @Option(
            names = "--visual-tokens",
            paramLabel = "N",
            description = "Visual tokens of the prompt; the default is one image of the usual size.")
    private @Nullable Integer visualTokens;

    @Option(names = "--text-tokens", paramLabel = "T", description = "Text tokens of the prompt; the default is none.")
    private int textTokens;

    @Mixin
    private JsonOption json = new JsonOption();

    PlanCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    @Override
    public Integer call() {
        checkOptions();
        Injector injector = toolkit.injector();
        Optional<LikedArm> liked = liked(injector);
        NamedGeometry sizes = geometry(injector, liked);
        int visual = visualTokens == null ? sizes.geometry().vision().visualTokens() : visualTokens;
        ArmPlan arm = arm(injector, liked);
        PlannedSchedule planned = PlannedSchedule.of(
                sizes.name(), sizes.geometry(), arm, visual, textTokens, costConvention(), dataType());
        if (json.wanted()) {
            console.out().println(JsonOption.text(planned.json()));
        } else if (planned.isFeasible()) {
            console.out().println(PlanText.of(planned));
        }
        // Says what cannot be reached, and what can.
        arm.method().plan(sizes.geometry(), visual);
        return 0;
    }

    /** An arm of an experiment whose average is the budget. */
    private record LikedArm(String name, ExperimentPlan experiment, ArmPlan arm) {}

    /** Sizes under the name by which they were found. */
    private record NamedGeometry(String name, Geometry geometry) {}

    private void checkOptions() {
        require(geometry == null || model == null, "expected one of --geometry and --model, found both");
        require(
                geometry != null || model != null || like != null,
                "expected --geometry NAME or --model DIR, found neither; pdrop list geometries shows names");
        require(visualTokens == null || visualTokens >= 0, "expected --visual-tokens of at least 0, found less");
        require(textTokens >= 0, "expected --text-tokens of at least 0, found " + textTokens);
        costConvention();
        dataType();
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private CostConvention costConvention() {
        List<String> names =
                CostConvention.all().stream().map(CostConvention::name).toList();
        require(
                names.contains(convention),
                "expected --convention to be one of " + String.join(", ", names) + ", found '" + convention + "'");
        return CostConvention.all().get(names.indexOf(convention));
    }

    private DataType dataType() {
        List<String> names = List.of("float32", "bfloat16", "float16");
        require(
                names.contains(dtype),
                "expected --dtype to be one of " + String.join(", ", names) + ", found '" + dtype + "'");
        return DataType.valueOf(dtype.toUpperCase(Locale.ROOT));
    }

    private Optional<LikedArm> liked(Injector injector) {
        if (like == null) {
            return Optional.empty();
        }
        int colon = like.lastIndexOf(':');
        require(colon > 0, "expected --like EXPERIMENT:ARM, found '" + like + "'");
        ExperimentPlan plan = injector.getInstance(ExperimentReader.class).read(like.substring(0, colon), List.of());
        String name = like.substring(colon + 1);
        List<String> names = plan.arms().stream().map(ArmPlan::name).toList();
        require(
                names.contains(name),
                "unknown arm '" + name + "' of " + plan.name() + "; " + NearestName.hint(name, names, "its arms"));
        return Optional.of(new LikedArm(like, plan, plan.arms().get(names.indexOf(name))));
    }

    private NamedGeometry geometry(Injector injector, Optional<LikedArm> liked) {
        if (geometry != null) {
            return new NamedGeometry(
                    geometry,
                    injector.getInstance(GeometryReader.class).read(geometry, new SourceLocation("--geometry", 0)));
        }
        if (model == null) {
            ExperimentPlan plan = liked.orElseThrow().experiment();
            return new NamedGeometry("the model of " + plan.name(), plan.geometry());
        }
        ConfigProblems problems = new ConfigProblems();
        Optional<UnopenedModel> opened = ModelOptions.block(model, injector.getInstance(PluginBlocks.class), problems)
                .map(UnopenedModel::read);
        problems.throwIfAny();
        return new NamedGeometry(model.toString(), opened.orElseThrow().geometry());
    }

    private ArmPlan arm(Injector injector, Optional<LikedArm> liked) {
        MethodResolver methods = injector.getInstance(MethodResolver.class);
        ConfigProblems problems = new ConfigProblems();
        List<ConfigOverride> all = new ArrayList<>(Overrides.parse(overrides, problems));
        problems.throwIfAny();
        if (!layers.isEmpty()) {
            all.add(0, layersOf(scheduler(methods, all)));
        }
        option(all, "--average-tokens", averageTokens, "average-tokens");
        option(all, "--tmac", tmac, "tmac");
        option(all, "--convention", tmac == null ? null : convention, "convention");
        option(all, "--kv-mib", kvMib, "kv-mib");
        option(all, "--dtype", kvMib == null ? null : dtype, "dtype");
        option(all, "--like", like, "same-as");
        option(all, "--solve", solve, "solve");
        option(all, "--text-tokens", countsText(all) && textTokens > 0 ? textTokens : null, "text-tokens");
        OtherArms others = liked.map(
                        one -> OtherArms.of(one.name(), one.arm().method().scheduler()))
                .orElseGet(OtherArms::none);
        Optional<ArmPlan> arm = methods.resolve(methodName(), new SourceLocation("--method", 0), all, others, problems);
        problems.throwIfAny();
        return arm.orElseThrow();
    }

    private String methodName() {
        boolean once = "keep".equals(solve) || "ratio".equals(solve);
        return method != null ? method : once ? "fastv" : "pyramid-drop";
    }

    /** The scheduler that the method chooses. */
    private String scheduler(MethodResolver methods, List<ConfigOverride> set) {
        ConfigProblems problems = new ConfigProblems();
        Optional<ArmPlan> arm =
                methods.resolve(methodName(), new SourceLocation("--method", 0), set, OtherArms.none(), problems);
        problems.throwIfAny();
        return arm.orElseThrow().config().getString(SCHEDULE + ".use");
    }

    private ConfigOverride layersOf(String scheduler) {
        boolean several = RecordBinder.keys(Objects.requireNonNull(toolkit.catalog()
                                .factories(PluginKind.SCHEDULER)
                                .get(scheduler))
                        .configType())
                .contains("layers");
        require(
                several || layers.size() == 1,
                "expected one layer for the schedule " + scheduler + ", found --layers with " + layers.size());
        return several
                ? new ConfigOverride(List.of(SCHEDULE, "layers"), ConfigValueFactory.fromIterable(layers, "--layers"))
                : new ConfigOverride(
                        List.of(SCHEDULE, "layer"), ConfigValueFactory.fromAnyRef(layers.get(0), "--layers"));
    }

    /** Whether there is a budget of what text takes a part in. */
    private static boolean countsText(List<ConfigOverride> overrides) {
        return overrides.stream()
                .filter(override -> override.path().size() > 2
                        && override.path().subList(0, 2).equals(List.of(SCHEDULE, BUDGET)))
                .anyMatch(override ->
                        List.of("tmac", "kv-mib").contains(override.path().get(2)));
    }

    private static void option(List<ConfigOverride> overrides, String name, @Nullable Object value, String key) {
        if (value != null) {
            overrides.add(new ConfigOverride(List.of(SCHEDULE, BUDGET, key), value(name, value)));
        }
    }

    /** A number as it was written; a text as a text. */
    private static ConfigValue value(String name, Object value) {
        return value instanceof BigDecimal number
                ? ConfigFactory.parseString(
                                "value = " + number.toPlainString(),
                                ConfigParseOptions.defaults().setOriginDescription(name))
                        .getValue("value")
                : ConfigValueFactory.fromAnyRef(value, name);
    }
}
