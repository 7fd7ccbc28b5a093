package dev.stepcache.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** A rule of the house, with the classes that break it on purpose. */
record HouseRule(String name, ArchRule rule, List<Class<?>> fixtures) {
  HouseRule {
    fixtures = List.copyOf(fixtures);
  }

  HouseRule(String name, ArchRule rule, Class<?>... fixtures) {
    this(name, rule, List.of(fixtures));
  }

  List<String> violations(JavaClasses classes) {
    return rule.allowEmptyShould(true).evaluate(classes).getFailureReport().getDetails();
  }

  @Override
  public String toString() {
    return name;
  }
}
