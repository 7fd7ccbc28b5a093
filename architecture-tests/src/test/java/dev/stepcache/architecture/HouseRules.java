package dev.stepcache.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import dagger.Component;
import dagger.Subcomponent;
import dagger.internal.DaggerGenerated;
import dev.stepcache.architecture.broken.StepManager;
import dev.stepcache.architecture.broken.application.KnowsAnAdapter;
import dev.stepcache.architecture.broken.application.ParsesJson;
import dev.stepcache.architecture.broken.application.ReadsTheEnvironment;
import dev.stepcache.architecture.broken.cli.HasAMain;
import dev.stepcache.architecture.broken.cli.HoldsAComponent;
import dev.stepcache.architecture.broken.cli.KnowsItsWiring;
import dev.stepcache.architecture.broken.cli.KnowsPersistence;
import dev.stepcache.architecture.broken.cli.RunsSql;
import dev.stepcache.architecture.broken.domain.HasASetter;
import dev.stepcache.architecture.broken.domain.KnowsALibrary;
import dev.stepcache.architecture.broken.domain.MeasuresTime;
import dev.stepcache.architecture.broken.domain.ReadsAFile;
import dev.stepcache.architecture.broken.domain.ReadsTheClock;
import dev.stepcache.architecture.broken.domain.UsesTry;
import dev.stepcache.architecture.broken.domain.appendix.OfNoChapter;
import dev.stepcache.architecture.broken.domain.step.LooksAhead;
import dev.stepcache.architecture.broken.http.KnowsTheCommandLine;
import dev.stepcache.architecture.broken.http.bootstrap.WiresTheCommandLine;
import dev.stepcache.architecture.broken.persistence.KnowsTheService;
import dev.stepcache.architecture.broken.unmarked.Unmarked;
import io.vavr.collection.Seq;
import io.vavr.control.Either;
import io.vavr.control.Validation;
import java.io.Serializable;
import java.lang.annotation.Annotation;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.immutables.value.Generated;
import org.jspecify.annotations.NullMarked;

/**
 * What holds for the whole of stepcache. A layer is known by its name within the package, so that a
 * fixture stands in one as the real classes do.
 */
final class HouseRules {
  private static final String DOMAIN = "dev.stepcache..domain..";
  private static final String APPLICATION = "dev.stepcache..application..";
  private static final String JSON = "dev.stepcache..application.json..";
  private static final String PERSISTENCE = "dev.stepcache..persistence..";
  private static final String TABLES = "dev.stepcache..persistence.schema..";
  private static final String CLI = "dev.stepcache..cli..";
  private static final String HTTP = "dev.stepcache..http..";
  private static final String BOOTSTRAP = "dev.stepcache..bootstrap..";

  private static final ArchRule APPLICATION_KNOWS_NO_ADAPTER =
      noClasses()
          .that()
          .resideInAPackage(APPLICATION)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PERSISTENCE, CLI, HTTP);

  private static final ArchRule ADAPTERS_KNOW_NO_OTHER =
      CompositeArchRule.of(
              noClasses()
                  .that()
                  .resideInAPackage(PERSISTENCE)
                  .should()
                  .dependOnClassesThat()
                  .resideInAnyPackage(CLI, HTTP))
          .and(
              noClasses()
                  .that()
                  .resideInAPackage(CLI)
                  .should()
                  .dependOnClassesThat()
                  .resideInAPackage(HTTP))
          .and(
              noClasses()
                  .that()
                  .resideInAPackage(HTTP)
                  .should()
                  .dependOnClassesThat()
                  .resideInAPackage(CLI))
          .and(
              noClasses()
                  .that()
                  .resideInAnyPackage(CLI, HTTP)
                  .and()
                  .resideOutsideOfPackage(BOOTSTRAP)
                  .should()
                  .dependOnClassesThat()
                  .resideInAPackage(PERSISTENCE));

  private static final ArchRule NOTHING_KNOWS_ITS_WIRING =
      noClasses()
          .that()
          .resideOutsideOfPackage(BOOTSTRAP)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(BOOTSTRAP);

  private static final ArchRule DOMAIN_STANDS_ALONE =
      classes()
          .that()
          .resideInAPackage(DOMAIN)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(DOMAIN, "java..", "io.vavr..", "org.jspecify..", "org.immutables..");

  private static final ArchRule DOMAIN_IS_PURE =
      noClasses()
          .that()
          .resideInAPackage(DOMAIN)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.io..",
                      "java.net..",
                      "java.nio.channels..",
                      "java.nio.file..",
                      "java.sql..",
                      "java.util.logging..")
                  .and(describe("do I/O", type -> !type.isEquivalentTo(Serializable.class))))
          .orShould()
          .accessTargetWhere(asksTheSystem());

  private static final ArchRule WORLD_IS_FOR_WIRING =
      noClasses()
          .that()
          .resideOutsideOfPackage(BOOTSTRAP)
          .should()
          .callCodeUnitWhere(readsClockOrEnvironmentOrExits());

  private static final ArchRule CHAPTERS_KNOW_EARLIER_ONES =
      classes()
          .that()
          .resideInAPackage(DOMAIN)
          .and()
          .doNotHaveSimpleName("package-info")
          .should(
              new KnowEarlierChapters(
                  ".domain.",
                  List.of(
                      "attribute",
                      "expiry",
                      "step",
                      "signature",
                      "run",
                      "cache",
                      "pipeline",
                      "access")));

  /**
   * A hidden worker, such as a parser with its place in the text, may count on; it is never kept.
   */
  private static final ArchRule NOTHING_IN_THE_DOMAIN_CHANGES =
      fields()
          .that()
          .areDeclaredInClassesThat(
              resideInAPackage(DOMAIN)
                  .and(not(generated(Generated.class)))
                  .and(describe("are seen from outside", HouseRules::isSeen)))
          .and()
          .areNotStatic()
          .should()
          .beFinal();

  private static final ArchRule JSON_IS_PARSED_IN_ONE_PLACE =
      noClasses()
          .that()
          .resideOutsideOfPackage(JSON)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.fasterxml.jackson..", "tools.jackson..");

  private static final ArchRule SQL_IS_FOR_PERSISTENCE =
      noClasses()
          .that()
          .resideOutsideOfPackage(PERSISTENCE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..",
              "javax.sql..",
              "org.jooq..",
              "org.flywaydb..",
              "com.zaxxer..",
              "org.sqlite..",
              "com.mysql..");

  private static final ArchRule COMPONENTS_ARE_WIRING =
      noClasses()
          .that()
          .resideOutsideOfPackage(BOOTSTRAP)
          .should()
          .beAnnotatedWith(Component.class)
          .orShould()
          .beAnnotatedWith(Subcomponent.class);

  private static final ArchRule PROGRAMS_START_IN_WIRING =
      methods()
          .that(describe("are a main", HouseRules::isMain))
          .should()
          .beDeclaredInClassesThat()
          .resideInAPackage(BOOTSTRAP);

  private static final ArchRule PACKAGES_ARE_NULL_MARKED =
      classes()
          .that()
          .resideOutsideOfPackage(TABLES)
          .should(
              be(
                  describe(
                      "in a null-marked package",
                      (JavaClass type) -> type.getPackage().isAnnotatedWith(NullMarked.class))));

  private static final ArchRule NAMES_SAY_SOMETHING =
      noClasses()
          .that(not(generated(DaggerGenerated.class)))
          .should()
          .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Info|Data)");

  private static final ArchRule VAVR_IS_KEPT_SHORT =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.vavr..")
                  .and(not(describe("Either, Validation or Seq", HouseRules::isWelcome))));

  static final List<HouseRule> ALL =
      List.of(
          new HouseRule(
              "the application knows no adapter",
              APPLICATION_KNOWS_NO_ADAPTER,
              KnowsAnAdapter.class),
          new HouseRule(
              "adapters know no other, but wiring knows persistence",
              ADAPTERS_KNOW_NO_OTHER,
              KnowsPersistence.class,
              KnowsTheCommandLine.class,
              KnowsTheService.class,
              WiresTheCommandLine.class),
          new HouseRule("nothing knows its wiring", NOTHING_KNOWS_ITS_WIRING, KnowsItsWiring.class),
          new HouseRule(
              "the domain knows the JDK, Vavr, JSpecify and annotations of Immutables",
              DOMAIN_STANDS_ALONE,
              KnowsALibrary.class),
          new HouseRule(
              "the domain does no I/O and asks the system for nothing",
              DOMAIN_IS_PURE,
              ReadsAFile.class,
              MeasuresTime.class),
          new HouseRule(
              "clock, environment and exit are for wiring",
              WORLD_IS_FOR_WIRING,
              ReadsTheClock.class,
              ReadsTheEnvironment.class),
          new HouseRule(
              "chapters of the domain know earlier ones only",
              CHAPTERS_KNOW_EARLIER_ONES,
              LooksAhead.class,
              OfNoChapter.class),
          new HouseRule(
              "nothing that the domain shows changes",
              NOTHING_IN_THE_DOMAIN_CHANGES,
              HasASetter.class),
          new HouseRule(
              "JSON is parsed in one place", JSON_IS_PARSED_IN_ONE_PLACE, ParsesJson.class),
          new HouseRule("SQL is for persistence", SQL_IS_FOR_PERSISTENCE, RunsSql.class),
          new HouseRule("components are wiring", COMPONENTS_ARE_WIRING, HoldsAComponent.class),
          new HouseRule("programs start in wiring", PROGRAMS_START_IN_WIRING, HasAMain.class),
          new HouseRule("packages are null-marked", PACKAGES_ARE_NULL_MARKED, Unmarked.class),
          new HouseRule("names say something", NAMES_SAY_SOMETHING, StepManager.class),
          new HouseRule("Vavr is Either, Validation and Seq", VAVR_IS_KEPT_SHORT, UsesTry.class));

  private HouseRules() {}

  /** Copying an array and the like is computing; all else of System is the world outside. */
  private static DescribedPredicate<JavaAccess<?>> asksTheSystem() {
    return describe(
        "the system is asked",
        access ->
            access.getTargetOwner().isEquivalentTo(System.class)
                && !Set.of("arraycopy", "identityHashCode", "lineSeparator")
                    .contains(access.getName()));
  }

  /** The monotonic clock, which tells no time, is not meant, nor one that was handed in. */
  private static DescribedPredicate<JavaCall<?>> readsClockOrEnvironmentOrExits() {
    return describe(
        "it reads the clock or the environment, or exits",
        call -> {
          JavaClass owner = call.getTargetOwner();
          String name = call.getName();
          return (owner.getPackageName().startsWith("java.time") && name.equals("now"))
              || (owner.isEquivalentTo(Clock.class) && name.startsWith("system"))
              || (owner.isEquivalentTo(InstantSource.class) && name.equals("system"))
              || (owner.isEquivalentTo(Date.class) && name.equals("<init>"))
              || (owner.isEquivalentTo(Runtime.class) && Set.of("exit", "halt").contains(name))
              || (owner.isEquivalentTo(System.class)
                  && Set.of("currentTimeMillis", "getenv", "exit").contains(name));
        });
  }

  /** A method main that the java command would start, of either kind. */
  private static boolean isMain(JavaMethod method) {
    List<JavaClass> parameters = method.getRawParameterTypes();
    return method.getName().equals("main")
        && method.getRawReturnType().isEquivalentTo(void.class)
        && (parameters.isEmpty() || parameters.getFirst().isEquivalentTo(String[].class));
  }

  private static DescribedPredicate<JavaClass> generated(Class<? extends Annotation> by) {
    return describe(
        "are generated",
        type ->
            type.isAnnotatedWith(by) || type.getEnclosingClass().filter(generated(by)).isPresent());
  }

  private static boolean isSeen(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(HouseRules::isSeen).orElse(true);
  }

  /** Functions are what Validation hands its parts to. */
  private static boolean isWelcome(JavaClass vavr) {
    JavaClass outer = vavr.getEnclosingClass().orElse(vavr);
    return outer.isEquivalentTo(Either.class)
        || outer.isEquivalentTo(Validation.class)
        || outer.isEquivalentTo(Seq.class)
        || outer.isEquivalentTo(io.vavr.collection.List.class)
        || outer.isEquivalentTo(io.vavr.collection.Vector.class)
        || outer.getFullName().matches("io\\.vavr\\.Function[2-8]");
  }
}
