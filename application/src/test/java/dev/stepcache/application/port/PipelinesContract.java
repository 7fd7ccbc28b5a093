package dev.stepcache.application.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.step.PipelineName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pipelines begin, live under a name, and end (R8). */
public interface PipelinesContract extends HistoryUnderTest {
  PipelineName ABALONE = new PipelineName("abalone");

  @Test
  default void a_pipeline_begins_when_it_is_first_opened_and_is_then_the_same_one() {
    assertThat(history().findPipeline(ABALONE)).isEmpty();

    Pipeline opened = history().openPipeline(ABALONE, NOON);

    assertThat(opened.name()).isEqualTo(ABALONE);
    assertThat(opened.createdAt()).isEqualTo(NOON);
    assertThat(opened.deletedAt()).isEmpty();
    assertThat(history().openPipeline(ABALONE, NOON.plus(MINUTE))).isEqualTo(opened);
    assertThat(history().findPipeline(ABALONE)).contains(opened);
  }

  @Test
  default void living_pipelines_are_listed_by_name() {
    Pipeline zebra = pipeline("zebra");
    Pipeline abalone = pipeline("abalone");
    Pipeline ended = pipeline("mussel");
    history().deletePipeline(ended.id(), NOON);

    assertThat(history().pipelines()).containsExactly(abalone, zebra);
  }

  @Test
  default void R8_a_pipeline_that_was_ended_and_begun_again_is_another_one() {
    Pipeline first = history().openPipeline(ABALONE, NOON);

    assertThat(history().deletePipeline(first.id(), NOON.plus(MINUTE))).isTrue();
    assertThat(history().findPipeline(ABALONE)).isEmpty();
    Pipeline second = history().openPipeline(ABALONE, NOON.plus(MINUTE));

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(history().findPipeline(ABALONE)).contains(second);
  }

  @Test
  default void only_a_living_pipeline_can_be_ended() {
    Pipeline opened = pipeline();

    assertThat(history().deletePipeline(new PipelineId("unheard-of"), NOON)).isFalse();
    assertThat(history().deletePipeline(opened.id(), NOON)).isTrue();
    assertThat(history().deletePipeline(opened.id(), NOON)).isFalse();
  }

  @ParameterizedTest(name = "{0} and {1}")
  @MethodSource("namesThatDiffer")
  default void names_that_differ_in_any_byte_are_names_of_different_pipelines(
      String one, String other) {
    Pipeline first = pipeline(one);
    Pipeline second = pipeline(other);

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(history().findPipeline(new PipelineName(one))).contains(first);
    assertThat(history().findPipeline(new PipelineName(other))).contains(second);
  }

  /** Pairs that a database may hold for one name. */
  static Stream<Arguments> namesThatDiffer() {
    return Stream.of(
        Arguments.of("abalone", "Abalone"),
        Arguments.of("abalone", "abalone "),
        Arguments.of("abalone", " abalone"),
        Arguments.of("abalone", "abalone\t"),
        Arguments.of("abalone", "abalone\0"),
        Arguments.of("resume", "résumé"),
        Arguments.of("é", "e\u0301"),
        Arguments.of("strasse", "straße"),
        Arguments.of("I", "ı"),
        Arguments.of("ﬁ", "fi"),
        Arguments.of("🦪", "🦞"),
        Arguments.of("🦪", "?"),
        Arguments.of("a%", "ab"),
        Arguments.of("a_", "ab"),
        Arguments.of("'; drop table pipeline; --", "''; drop table pipeline; --"),
        Arguments.of("\\", "\\\\"),
        Arguments.of("🦪".repeat(127) + "ab", "🦪".repeat(127) + "aB"));
  }

  @Test
  default void of_many_who_open_a_pipeline_at_once_all_get_the_same() throws Exception {
    Set<PipelineId> opened = ConcurrentHashMap.newKeySet();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<?>> openings = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        openings.add(threads.submit(() -> opened.add(history().openPipeline(ABALONE, NOON).id())));
      }
      for (Future<?> opening : openings) {
        opening.get();
      }
    }
    assertThat(opened).hasSize(1);
    assertThat(history().pipelines()).hasSize(1);
  }
}
