package dev.stepcache.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import dev.stepcache.http.page.GraphLayout.Box;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GraphLayoutTest {

  private static StepLine step(int number, Set<StepName> waitsFor) {
    return new StepLine(
        new StepName("s" + number),
        StepType.PROCESSING,
        Mark.WAITING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        waitsFor);
  }

  private static List<StepLine> randomSteps(Random random) {
    List<StepLine> steps = new ArrayList<>();
    for (int i = 0, count = random.nextInt(GraphDrawing.MOST_STEPS) + 1; i < count; i++) {
      Set<StepName> waitsFor = new HashSet<>();
      for (int j = random.nextInt(4); j > 0 && i > 0; j--) {
        waitsFor.add(new StepName("s" + random.nextInt(i)));
      }
      steps.add(step(i, waitsFor));
    }
    return steps;
  }

  @Test
  void every_step_is_below_all_it_waits_for_within_the_picture_and_apart_from_others() {
    Random random = new Random(11);
    for (int round = 0; round < 60; round++) {
      GraphLayout layout = GraphLayout.of(randomSteps(random));
      Map<StepName, Box> boxes =
          layout.boxes().stream()
              .collect(Collectors.toMap(box -> box.step().name(), Function.identity()));
      for (Box box : layout.boxes()) {
        assertThat(box.left()).isBetween(0, layout.width() - GraphLayout.BOX_WIDTH);
        assertThat(box.top()).isBetween(0, layout.height() - GraphLayout.BOX_HEIGHT);
        assertThat(box.step().waitsFor())
            .allMatch(name -> Objects.requireNonNull(boxes.get(name)).top() < box.top());
        assertThat(layout.boxes())
            .allMatch(other ->
                other.equals(box)
                    || other.top() != box.top()
                    || Math.abs(other.left() - box.left()) > GraphLayout.BOX_WIDTH);
      }
    }
  }

  @Test
  void a_line_runs_from_step_to_step_and_through_no_other() {
    Random random = new Random(13);
    for (int round = 0; round < 60; round++) {
      GraphLayout layout = GraphLayout.of(randomSteps(random));
      for (GraphLayout.Line line : layout.lines()) {
        // Between layers a line runs free; within one it stands on a spot of its own.
        for (int i = 1; i + 1 < line.points().size(); i += 2) {
          int across = line.points().get(i).across();
          int down = line.points().get(i).down();
          assertThat(layout.boxes())
              .noneMatch(box ->
                  box.top() == down
                      && box.left() <= across
                      && across <= box.left() + GraphLayout.BOX_WIDTH
                      && !box.step().equals(line.to()));
        }
      }
    }
  }

  @Test
  void what_follows_from_other_lines_is_not_drawn() {
    StepName first = new StepName("s0");
    StepName second = new StepName("s1");
    List<StepLine> steps =
        List.of(step(0, Set.of()), step(1, Set.of(first)), step(2, Set.of(first, second)));
    assertThat(GraphLayout.of(steps).lines())
        .extracting(line -> line.from().name() + ">" + line.to().name())
        .containsExactly("s0>s1", "s1>s2");
  }
}
