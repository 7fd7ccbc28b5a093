package dev.stepcache.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.step.PipelineName;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** H3: every grant stands on its own, for each source of metadata and for each pipeline. */
class GrantsTest {
  private static final PrincipalName ANN = new PrincipalName("ann");
  private static final PipelineName OWN = new PipelineName("fraud");
  private static final PipelineName OTHER = new PipelineName("churn");

  private static Grants of(Set<Permission> permissions) {
    return new Grants(
        permissions.stream()
            .map(permission -> new Grant(ANN, permission, new PipelinePattern("fraud")))
            .collect(Collectors.toSet()));
  }

  private static Set<Permission> allBut(Permission lost) {
    return Arrays.stream(Permission.values())
        .filter(permission -> permission != lost)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource
  void losing_one_grant_leaves_all_others_as_they_were(Permission lost) {
    Grants grants = of(allBut(lost));
    for (Permission permission : Permission.values()) {
      assertThat(grants.allow(permission, OWN)).isEqualTo(permission != lost);
      assertThat(grants.allow(permission, OTHER)).isFalse();
    }
    for (MetadataSource source : MetadataSource.values()) {
      assertThat(grants.show(source, OWN)).isEqualTo(source.needed() != lost);
      assertThat(grants.show(source, OTHER)).isFalse();
    }
    assertThat(grants.hideAll(OWN)).isFalse();
    assertThat(grants.reveal(OTHER)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void a_single_grant_opens_its_own_source_and_no_other(Permission only) {
    Grants grants = of(Set.of(only));
    boolean opensOne = false;
    for (MetadataSource source : MetadataSource.values()) {
      assertThat(grants.show(source, OWN)).isEqualTo(source.needed() == only);
      assertThat(grants.show(source, OTHER)).isFalse();
      opensOne |= source.needed() == only;
    }
    assertThat(grants.hideAll(OWN)).isEqualTo(!opensOne);
    assertThat(grants.reveal(OWN)).isTrue();
    assertThat(grants.reveal(OTHER)).isFalse();
    assertThat(grants.allowEverywhere(only)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "*, fraud, true", "fraud, fraud, true", "fraud, Fraud, false", "fraud, fraud2, false",
    "fraud*, fraud, true", "fraud*, fraud-eu, true", "*-eu, fraud-eu, true",
        "*-eu, fraud-us, false",
    "f*d*u, fraud-eu, true", "f*x*u, fraud-eu, false", "**, fraud, true", "f.aud, fraud, false"
  })
  void a_pattern_is_about_whole_names(String pattern, String name, boolean matches) {
    assertThat(new PipelinePattern(pattern).matches(new PipelineName(name))).isEqualTo(matches);
  }
}
