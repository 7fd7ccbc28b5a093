package dev.stepcache.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HouseRulesTest {
  private static final JavaClasses STEPCACHE =
      new ClassFileImporter()
          .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.stepcache");

  private static final JavaClasses BROKEN =
      new ClassFileImporter().importPackages("dev.stepcache.architecture.broken");

  static final List<HouseRule> RULES = HouseRules.ALL;

  @ParameterizedTest
  @FieldSource("RULES")
  void stepcache_keeps_the_rule_that(HouseRule rule) {
    assertThat(rule.violations(STEPCACHE)).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("fixtures")
  void a_class_that_breaks_it_is_named_by_the_rule_that(HouseRule rule, Class<?> fixture) {
    assertThat(rule.violations(BROKEN)).anyMatch(line -> line.contains(fixture.getName()));
  }

  @ParameterizedTest
  @FieldSource("RULES")
  void no_innocent_class_is_named_by_the_rule_that(HouseRule rule) {
    assertThat(rule.violations(BROKEN))
        .allMatch(line -> rule.fixtures().stream().map(Class::getName).anyMatch(line::contains));
  }

  /** Rules that look at nothing are kept by everything. */
  @ParameterizedTest
  @ValueSource(strings = {"domain", "application", "persistence", "cli", "cli.bootstrap", "http"})
  void the_rules_see_the_classes_of(String layer) {
    assertThat(STEPCACHE)
        .anyMatch(type -> type.getPackageName().startsWith("dev.stepcache." + layer));
  }

  static Stream<Arguments> fixtures() {
    return RULES.stream()
        .flatMap(rule -> rule.fixtures().stream().map(fixture -> arguments(rule, fixture)));
  }
}
