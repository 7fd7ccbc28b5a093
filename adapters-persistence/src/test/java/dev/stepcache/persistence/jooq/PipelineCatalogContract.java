package dev.stepcache.persistence.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.PipelineCatalog;
import dev.stepcache.application.port.PipelineCatalog.Change;
import dev.stepcache.application.port.PipelineCatalog.PipelineVersion;
import dev.stepcache.application.port.PipelineCatalog.RegisteredPipeline;
import dev.stepcache.application.port.PipelineCatalog.Update;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.PipelineName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Registered pipelines, their versions and tags (H1). */
interface PipelineCatalogContract extends StoreUnderTest {
  String DEFINITION = "{\"Version\": \"2020-12-01\",\n \"Steps\": []} é🦪";

  private PipelineCatalog catalog() {
    return store().catalog();
  }

  @Test
  default void H1_a_pipeline_is_registered_with_version_1_of_its_definition_and_its_tags() {
    RegisteredPipeline pipeline = full(pipeline("abalone"));

    assertThat(catalog().register(pipeline, DEFINITION, tags("Team", "é", "team", ""))).isTrue();

    assertThat(catalog().find(pipeline.name())).contains(pipeline);
    assertThat(catalog().definition(pipeline.id(), 1)).contains(DEFINITION);
    assertThat(catalog().version(pipeline.id(), 1))
        .contains(
            new PipelineVersion(
                pipeline.id(),
                1,
                Optional.empty(),
                Optional.empty(),
                NOON,
                "ann",
                Optional.empty()));
    assertThat(catalog().tags(pipeline.id())).isEqualTo(tags("Team", "é", "team", ""));
    assertThat(catalog().version(pipeline.id(), 2)).isEmpty();
    assertThat(catalog().definition(pipeline.id(), 2)).isEmpty();
  }

  @Test
  default void H1_a_pipeline_that_is_registered_stays_as_it_is() {
    RegisteredPipeline first = registered("abalone");

    assertThat(catalog().register(full(pipeline("abalone")), "{}", tags("a", "b"))).isFalse();

    assertThat(catalog().find(first.name())).contains(first);
    assertThat(catalog().definition(first.id(), 1)).contains(DEFINITION);
    assertThat(catalog().tags(first.id())).isEmpty();
  }

  @Test
  default void H1_names_are_compared_byte_by_byte_and_listed_in_their_order() {
    for (String name : List.of("b", "B", "é", "e", "a ", "a")) {
      registered(name);
    }

    assertThat(catalog().registered())
        .extracting(each -> each.name().text())
        .containsExactly("B", "a", "a ", "b", "e", "é");
    assertThat(catalog().find(new PipelineName("E"))).isEmpty();
    pipeline("only of the history");
    assertThat(catalog().find(new PipelineName("only of the history"))).isEmpty();
    assertThat(catalog().registered()).hasSize(6);
  }

  @Test
  default void H1_an_update_changes_what_is_given() {
    RegisteredPipeline pipeline = full(pipeline("abalone"));
    catalog().register(pipeline, DEFINITION, new TreeMap<>());
    Change change =
        new Change(
            Optional.empty(),
            Optional.empty(),
            Optional.of("new"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            NOON.plus(MINUTE),
            "bob");

    Update.Done done = (Update.Done) catalog().update(pipeline.id(), change);

    assertThat(done.pipeline())
        .isEqualTo(
            new RegisteredPipeline(
                pipeline.id(),
                pipeline.name(),
                pipeline.displayName(),
                Optional.of("new"),
                pipeline.role(),
                pipeline.maxParallel(),
                1,
                2,
                NOON,
                "ann",
                NOON.plus(MINUTE),
                "bob"));
    assertThat(catalog().find(pipeline.name())).contains(done.pipeline());
    assertThat(catalog().versions(pipeline.id())).hasSize(1);
  }

  @Test
  default void H1_a_new_definition_is_a_new_version() {
    RegisteredPipeline pipeline = registered("abalone");

    Update update = catalog().update(pipeline.id(), definition("{\"new\":1}", Optional.of(1L)));

    assertThat(((Update.Done) update).pipeline().latestVersion()).isEqualTo(2);
    assertThat(catalog().definition(pipeline.id(), 1)).contains(DEFINITION);
    assertThat(catalog().definition(pipeline.id(), 2)).contains("{\"new\":1}");
    assertThat(catalog().versions(pipeline.id()))
        .extracting(PipelineVersion::number)
        .containsExactly(2L, 1L);
  }

  @Test
  default void H1_an_update_of_what_has_changed_since_or_is_gone_changes_nothing() {
    RegisteredPipeline pipeline = registered("abalone");
    Update first = catalog().update(pipeline.id(), definition("2", Optional.of(1L)));

    assertThat(catalog().update(pipeline.id(), definition("3", Optional.of(1L))))
        .isEqualTo(new Update.Outdated(((Update.Done) first).pipeline()));
    assertThat(catalog().versions(pipeline.id())).hasSize(2);
    assertThat(catalog().update(pipeline("unregistered").id(), definition("2", Optional.empty())))
        .isEqualTo(new Update.Absent());
  }

  @Test
  default void H1_a_version_is_named_described_and_told_what_was_started_with_it() {
    RegisteredPipeline pipeline = registered("abalone");
    Optional<String> nothing = Optional.empty();

    assertThat(catalog().describeVersion(pipeline.id(), 1, Optional.of("n"), nothing)).isTrue();
    assertThat(catalog().describeVersion(pipeline.id(), 1, nothing, Optional.of("d"))).isTrue();
    assertThat(catalog().describeVersion(pipeline.id(), 1, nothing, nothing)).isTrue();
    assertThat(catalog().describeVersion(pipeline.id(), 2, Optional.of("n"), nothing)).isFalse();
    assertThat(catalog().describeVersion(pipeline.id(), 2, nothing, nothing)).isFalse();
    catalog().started(pipeline.id(), 1, new ExecutionId("e1"));
    catalog().started(pipeline.id(), 1, new ExecutionId("e2"));

    PipelineVersion version =
        new PipelineVersion(
            pipeline.id(),
            1,
            Optional.of("n"),
            Optional.of("d"),
            NOON,
            "ann",
            Optional.of(new ExecutionId("e2")));
    assertThat(catalog().version(pipeline.id(), 1)).contains(version);
    assertThat(catalog().versions(pipeline.id())).containsExactly(version);
  }

  @Test
  default void H1_tags_are_added_replaced_and_removed() {
    RegisteredPipeline pipeline = registered("abalone");

    catalog().tag(pipeline.id(), tags("a", "1", "A", "2", "a ", "3"));
    catalog().tag(pipeline.id(), tags("a", "4", "b", "5"));
    catalog().untag(pipeline.id(), Set.of("A", "never there"));

    assertThat(catalog().tags(pipeline.id())).isEqualTo(tags("a", "4", "a ", "3", "b", "5"));
    Pipeline unregistered = pipeline("unregistered");
    catalog().tag(unregistered.id(), tags("a", "1"));
    assertThat(catalog().tags(unregistered.id())).isEmpty();
  }

  @Test
  default void R8_what_is_said_of_a_pipeline_ends_with_it() {
    RegisteredPipeline before = registered("abalone");
    catalog().tag(before.id(), tags("a", "1"));
    store().history().deletePipeline(before.id(), NOON);

    nothingIsKeptOf(before);
    assertThat(catalog().register(before, DEFINITION, new TreeMap<>())).isFalse();

    RegisteredPipeline after = registered("abalone");
    assertThat(after.id()).isNotEqualTo(before.id());
    assertThat(catalog().registered()).containsExactly(after);
  }

  @Test
  default void R8_prune_takes_along_what_was_said_of_ended_pipelines_alone() {
    RegisteredPipeline ended = registered("ended");
    RegisteredPipeline living = registered("living");
    catalog().tag(ended.id(), tags("a", "1"));
    catalog().tag(living.id(), tags("a", "1"));
    store().history().deletePipeline(ended.id(), NOON);

    assertThat(rowsOfCatalog()).isEqualTo(8);
    store().history().prune(NOON);

    assertThat(rowsOfCatalog()).isEqualTo(4);
    nothingIsKeptOf(ended);
    assertThat(catalog().find(living.name())).contains(living);
    assertThat(catalog().tags(living.id())).hasSize(1);
    assertThat(catalog().definition(living.id(), 1)).isPresent();
  }

  /** How many rows the tables of the catalog have. */
  int rowsOfCatalog();

  private void nothingIsKeptOf(RegisteredPipeline pipeline) {
    assertThat(catalog().find(pipeline.name())).isEmpty();
    assertThat(catalog().version(pipeline.id(), 1)).isEmpty();
    assertThat(catalog().versions(pipeline.id())).isEmpty();
    assertThat(catalog().definition(pipeline.id(), 1)).isEmpty();
    assertThat(catalog().tags(pipeline.id())).isEmpty();
    assertThat(catalog().describeVersion(pipeline.id(), 1, Optional.of("x"), Optional.empty()))
        .isFalse();
    assertThat(catalog().update(pipeline.id(), definition("{}", Optional.empty())))
        .isEqualTo(new Update.Absent());
  }

  @Test
  default void H5_of_many_nodes_that_register_a_name_at_once_one_does() throws Exception {
    List<Boolean> answers =
        atOnce((store, number) -> {
          Pipeline pipeline = store.history().openPipeline(new PipelineName("abalone"), NOON);
          return store
              .catalog()
              .register(full(pipeline), "{\"by\":" + number + "}", tags("by", "" + number));
        });

    assertThat(answers.stream().filter(did -> did)).hasSize(1);
    RegisteredPipeline pipeline = catalog().find(new PipelineName("abalone")).orElseThrow();
    int winner = answers.indexOf(true);
    assertThat(catalog().definition(pipeline.id(), 1)).contains("{\"by\":" + winner + "}");
    assertThat(catalog().tags(pipeline.id())).isEqualTo(tags("by", "" + winner));
    assertThat(catalog().versions(pipeline.id())).hasSize(1);
  }

  @Test
  default void H5_updates_at_once_number_their_versions_without_gaps() throws Exception {
    RegisteredPipeline pipeline = registered("abalone");

    List<RegisteredPipeline> answers =
        atOnce((store, number) -> {
          Update update =
              store
                  .catalog()
                  .update(pipeline.id(), definition("{\"by\":" + number + "}", Optional.empty()));
          return ((Update.Done) update).pipeline();
        });

    assertThat(answers)
        .extracting(RegisteredPipeline::latestVersion)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(2, 17).boxed().toList());
    for (int i = 0; i < answers.size(); i++) {
      RegisteredPipeline done = answers.get(i);
      assertThat(done.revision()).isEqualTo(done.latestVersion());
      assertThat(catalog().definition(pipeline.id(), done.latestVersion()))
          .contains("{\"by\":" + i + "}");
    }
  }

  @Test
  default void H5_of_updates_of_one_revision_at_once_one_is_made() throws Exception {
    RegisteredPipeline pipeline = registered("abalone");

    List<Update> answers =
        atOnce((store, number) ->
            store.catalog().update(pipeline.id(), definition("{}", Optional.of(1L))));

    assertThat(answers).filteredOn(Update.Done.class::isInstance).hasSize(1);
    assertThat(answers).filteredOn(Update.Outdated.class::isInstance).hasSize(15);
  }

  private RegisteredPipeline registered(String name) {
    Pipeline pipeline = pipeline(name);
    RegisteredPipeline plain =
        new RegisteredPipeline(
            pipeline.id(),
            pipeline.name(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            1,
            1,
            NOON,
            "ann",
            NOON,
            "ann");
    assertThat(catalog().register(plain, DEFINITION, new TreeMap<>())).isTrue();
    return plain;
  }

  private static RegisteredPipeline full(Pipeline pipeline) {
    return new RegisteredPipeline(
        pipeline.id(),
        pipeline.name(),
        Optional.of("Ä display name"),
        Optional.of("a description".repeat(200)),
        Optional.of("arn:aws:iam::123456789012:role/x"),
        Optional.of(7),
        1,
        1,
        NOON,
        "ann",
        NOON,
        "ann");
  }

  private static Change definition(String definition, Optional<Long> revision) {
    return new Change(
        revision,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(definition),
        NOON.plus(MINUTE),
        "bob");
  }

  private static SortedMap<String, String> tags(String... keysAndValues) {
    SortedMap<String, String> tags = new TreeMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      tags.putAll(Map.of(keysAndValues[i], keysAndValues[i + 1]));
    }
    return tags;
  }
}
