package dev.stepcache.domain.cache;

import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.domain.run.Runs.KEY;
import static dev.stepcache.domain.run.Runs.NOON;
import static dev.stepcache.domain.run.Runs.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.expiry.ExpireAfter;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SPEC 6: a decision told")
class CacheDecisionTest {
  private static final ExpireAfter DAY = ExpireAfter.parse("1d").get();
  private static final Outcome HIT = new Outcome.Hit(succeeded("r", KEY, NOON), Duration.ZERO);
  private static final Outcome MISS = new Outcome.Miss(new MissReason.NoPreviousRun());

  @Test
  void is_dated_in_whole_milliseconds() {
    CacheDecision decision = decision(new CacheConfig.Disabled(), MISS);
    assertThat(decision.decidedAt()).isEqualTo(NOON);
  }

  @Test
  void is_a_hit_only_where_a_run_is_reused() {
    assertThat(decision(new CacheConfig.Enabled(DAY), HIT).isHit()).isTrue();
    assertThat(decision(new CacheConfig.Enabled(DAY), MISS).isHit()).isFalse();
    Outcome bypass = new Outcome.Bypass(BypassReason.CACHING_DISABLED);
    assertThat(decision(new CacheConfig.Disabled(), bypass).isHit()).isFalse();
  }

  @Test
  void knows_the_age_that_the_step_asks_for_where_it_asks() {
    assertThat(decision(new CacheConfig.Enabled(DAY), MISS).expireAfter()).contains(DAY);
    assertThat(decision(new CacheConfig.Disabled(), MISS).expireAfter()).isEmpty();
  }

  private static CacheDecision decision(CacheConfig config, Outcome outcome) {
    Step step = new Step(new StepName("train"), StepType.TRAINING, object(), config);
    return new CacheDecision(
        new PipelineName("p"),
        step,
        Optional.of(KEY.signature()),
        NOON.plusNanos(999_999),
        outcome);
  }
}
