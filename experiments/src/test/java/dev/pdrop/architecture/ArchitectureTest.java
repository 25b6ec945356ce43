// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall.Predicates;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Who may use what, over the class files of all modules. */
@AnalyzeClasses(packages = "dev.pdrop", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String SPI = "dev.pdrop.spi..";
    private static final String ENGINE = "dev.pdrop.engine..";
    private static final String TESTING = "dev.pdrop.testing..";
    private static final String EXPERIMENTS = "dev.pdrop.experiments..";
    private static final List<String> PLUGINS = List.of("methods", "backbones", "datasets", "example");

    /** Tensors without an engine. */
    private static final DescribedPredicate<JavaClass> TENSORS = resideInAnyPackage("ai.djl..")
            .and(not(resideInAnyPackage("ai.djl.pytorch..", "ai.djl.huggingface..")))
            .as("DJL's interfaces");

    private static final DescribedPredicate<JavaClass> BASICS = TENSORS.or(resideInAnyPackage(
            "java..", "javax.imageio..", "org.jspecify.annotations..", "com.google.errorprone.annotations.."));

    @ArchTest
    static final ArchRule spiUsesTensorsAlone =
            classes().that().resideInAPackage(SPI).should().onlyDependOnClassesThat(BASICS.or(resideInAnyPackage(SPI)));

    @ArchTest
    static final ArchRule engineUsesTheSpiAndNumbersAlone = classes()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .onlyDependOnClassesThat(BASICS.or(resideInAnyPackage(SPI, ENGINE, "org.hipparchus..")));

    @ArchTest
    static final ArchRule testingUsesTheSpiAndTestLibraries = classes()
            .that()
            .resideInAPackage(TESTING)
            .should()
            .onlyDependOnClassesThat(
                    BASICS.or(resideInAnyPackage(SPI, TESTING, "org.junit..", "org.opentest4j..", "org.assertj..")))
            .because("the engine's own tests use it");

    @ArchTest
    static final ArchRule experimentsNamesNoPlugin = noClasses()
            .that()
            .resideInAPackage(EXPERIMENTS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PLUGINS.stream().map(ArchitectureTest::plugin).toArray(String[]::new))
            .because("plugins are found by name");

    @ArchTest
    static final ArchRule onlyBackbonesKnowsLibtorch = noClasses()
            .that()
            .resideOutsideOfPackage(plugin("backbones"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl.pytorch..", "ai.djl.huggingface..");

    @ArchTest
    static final ArchRule onlyExperimentsWiresAndConfigures = noClasses()
            .that()
            .resideOutsideOfPackage(EXPERIMENTS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.inject..", "com.typesafe.config..", "picocli..", "org.mlflow..");

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("dev.pdrop.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes().should(resideInANullMarkedPackage());

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .resideOutsideOfPackages("dev.pdrop.experiments.cli..", "dev.pdrop.benchmarks..")
            .should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule exceptionsSayWhatHappened = noClasses().should(THROW_GENERIC_EXCEPTIONS);

    @ArchTest
    static final ArchRule logsGoThroughSlf4j =
            noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

    @ArchTest
    static final ArchRule nothingNeedsFonts = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.awt.Font")
            .orShould()
            .callMethodWhere(Predicates.target(name("drawString")))
            .because("a server may have none, and pictures look the same on every machine");

    @ArchTest
    static final ArchRule stackTracesAreNotPrinted = noClasses()
            .that()
            .resideOutsideOfPackage("dev.pdrop.experiments.cli..")
            .should()
            .callMethodWhere(Predicates.target(name("printStackTrace"))
                    .and(Predicates.target(DescribedPredicate.describe(
                            "of a throwable",
                            (AccessTarget target) -> target.getOwner().isAssignableTo(Throwable.class)))))
            .because("a stack trace is logged or shown by the command line");

    @ArchTest
    static final ArchRule nothingStaticChanges =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule theEngineIsChosenByName = noClasses()
            .should()
            .callMethod(Engine.class, "getInstance")
            .orShould()
            .callMethod(NDManager.class, "newBaseManager")
            .because("the default engine is whichever is found first");

    @ArchTest
    static final ArchRule thereIsNoGlobalRandomness = noClasses()
            .should()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethodWhere(Predicates.target(name("setRandomSeed")));

    /** Each plugin module knows the SPI and its own libraries. */
    @ArchTest
    static void pluginsKnowTheSpiAndNotEachOther(JavaClasses all) {
        for (String plugin : PLUGINS) {
            String[] others = Stream.concat(
                            PLUGINS.stream()
                                    .filter(other -> !other.equals(plugin))
                                    .map(ArchitectureTest::plugin),
                            Stream.of(ENGINE, TESTING, EXPERIMENTS))
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(plugin(plugin))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(all);
        }
    }

    /** A rule over nothing holds, so there must be something of every module. */
    @ArchTest
    static void everyModuleIsLookedAt(JavaClasses all) {
        assertThat(all).hasSizeGreaterThan(100);
        Stream.concat(
                        Stream.of("dev.pdrop.spi", "dev.pdrop.engine", "dev.pdrop.testing", "dev.pdrop.experiments"),
                        PLUGINS.stream().map(plugin -> "dev.pdrop." + plugin))
                .forEach(module -> assertThat(all.containPackage(module))
                        .as("classes of %s on the class path", module)
                        .isTrue());
    }

    /** Each rule about code finds what it forbids. */
    @ArchTest
    static void rulesBite(JavaClasses all) {
        JavaClasses careless = new ClassFileImporter().importClasses(Careless.class);
        Stream.of(
                        onlyTheCommandLinePrints,
                        exceptionsSayWhatHappened,
                        logsGoThroughSlf4j,
                        stackTracesAreNotPrinted,
                        nothingStaticChanges,
                        theEngineIsChosenByName,
                        thereIsNoGlobalRandomness)
                .forEach(rule -> assertThat(rule.evaluate(careless).hasViolation())
                        .as(rule.getDescription())
                        .isTrue());
    }

    private static String plugin(String name) {
        return "dev.pdrop." + name + "..";
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " of " + type.getName()));
            }
        };
    }
}
