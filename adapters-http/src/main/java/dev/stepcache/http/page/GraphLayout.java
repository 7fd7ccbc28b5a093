package dev.stepcache.http.page;

import dev.stepcache.domain.step.StepName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where the steps of a graph are drawn: in layers, each below all that it waits for; a line that
 * passes layers has a place of its own in each, so that it crosses no step.
 *
 * @param boxes the steps, in their order
 */
record GraphLayout(int width, int height, List<Box> boxes, List<Line> lines) {
  static final int BOX_WIDTH = 188;
  static final int BOX_HEIGHT = 50;
  private static final int LINE_WIDTH = 12;
  private static final int BESIDE = 20;
  private static final int BELOW = 40;
  private static final int MARGIN = 6;
  private static final int ROUNDS = 8;

  /** A step at its place. */
  record Box(StepLine step, int left, int top) {}

  /** The way from one step to one that waits for it. */
  record Line(StepLine from, StepLine to, List<Point> points) {}

  record Point(int across, int down) {}

  GraphLayout {
    boxes = List.copyOf(boxes);
    lines = List.copyOf(lines);
  }

  /** The layout of steps that come each after all that it waits for. */
  static GraphLayout of(List<StepLine> steps) {
    return new Drawing(steps).layout();
  }

  /** A step, or the place of a line in a layer that it passes. */
  private static final class Spot {
    private final int layer;
    private final int width;
    private final List<Spot> above = new ArrayList<>();
    private final List<Spot> below = new ArrayList<>();
    private double middle;

    private Spot(int layer, int width) {
      this.layer = layer;
      this.width = width;
    }

    private double wish(List<Spot> neighbours) {
      return neighbours.stream().mapToDouble(spot -> spot.middle).average().orElse(middle);
    }
  }

  private static final class Drawing {
    private final List<StepLine> steps;
    private final List<Spot> spots = new ArrayList<>();
    private final List<List<Spot>> layers = new ArrayList<>();
    private final List<List<Spot>> ways = new ArrayList<>();
    private final List<int[]> ends = new ArrayList<>();

    private Drawing(List<StepLine> steps) {
      this.steps = steps;
    }

    private GraphLayout layout() {
      place();
      layers.forEach(layer -> spread(layer, spot -> spot.middle));
      for (int round = 0; round < ROUNDS; round++) {
        layers.forEach(layer -> settle(layer, true));
        for (int i = layers.size() - 1; i >= 0; i--) {
          settle(layers.get(i), false);
        }
      }
      layers.forEach(
          layer -> spread(layer, spot -> (spot.wish(spot.above) + spot.wish(spot.below)) / 2));
      return drawn();
    }

    /** Gives every step its layer, and every line its way. */
    private void place() {
      Map<StepName, Integer> index = new HashMap<>();
      BitSet[] before = new BitSet[steps.size()];
      for (int i = 0; i < steps.size(); i++) {
        int[] waitsFor =
            steps.get(i).waitsFor().stream()
                .filter(index::containsKey)
                .mapToInt(index::get)
                .sorted()
                .toArray();
        before[i] = new BitSet();
        for (int earlier : waitsFor) {
          before[i].or(before[earlier]);
        }
        int[] direct = Arrays.stream(waitsFor).filter(not(before[i])).toArray();
        Arrays.stream(waitsFor).forEach(before[i]::set);
        index.put(steps.get(i).name(), i);
        int layer = Arrays.stream(direct).map(j -> spots.get(j).layer + 1).max().orElse(0);
        Spot spot = spot(layer, BOX_WIDTH);
        spots.add(spot);
        for (int from : direct) {
          ways.add(way(spots.get(from), spot));
          ends.add(new int[] {from, i});
        }
      }
    }

    private static java.util.function.IntPredicate not(BitSet set) {
      return each -> !set.get(each);
    }

    private Spot spot(int layer, int width) {
      while (layers.size() <= layer) {
        layers.add(new ArrayList<>());
      }
      Spot spot = new Spot(layer, width);
      // First beside those that were there before.
      spot.middle = layers.get(layer).stream().mapToDouble(other -> other.width + BESIDE).sum();
      layers.get(layer).add(spot);
      return spot;
    }

    private List<Spot> way(Spot from, Spot to) {
      List<Spot> way = new ArrayList<>(List.of(from));
      for (int layer = from.layer + 1; layer < to.layer; layer++) {
        way.add(spot(layer, LINE_WIDTH));
      }
      way.add(to);
      for (int i = 1; i < way.size(); i++) {
        way.get(i).above.add(way.get(i - 1));
        way.get(i - 1).below.add(way.get(i));
      }
      return way;
    }

    private static void settle(List<Spot> layer, boolean byAbove) {
      spread(layer, spot -> spot.wish(byAbove ? spot.above : spot.below));
    }

    /** Puts spots where they wish to be, in the order of their wishes, side by side. */
    private static void spread(List<Spot> layer, java.util.function.ToDoubleFunction<Spot> wish) {
      Map<Spot, Double> wishes = new HashMap<>();
      layer.forEach(spot -> wishes.put(spot, wish.applyAsDouble(spot)));
      layer.sort(Comparator.comparingDouble(wishes::get));
      double free = Double.NEGATIVE_INFINITY;
      double off = 0;
      for (Spot spot : layer) {
        double wished = wishes.getOrDefault(spot, 0.0);
        spot.middle = Math.max(wished, free + spot.width / 2.0);
        free = spot.middle + spot.width / 2.0 + BESIDE;
        off += spot.middle - wished;
      }
      double back = layer.isEmpty() ? 0 : off / layer.size();
      layer.forEach(spot -> spot.middle -= back);
    }

    private GraphLayout drawn() {
      double left = all().mapToDouble(spot -> spot.middle - spot.width / 2.0).min().orElse(0);
      double right = all().mapToDouble(spot -> spot.middle + spot.width / 2.0).max().orElse(0);
      all().forEach(spot -> spot.middle += MARGIN - left);
      List<Box> boxes =
          IntStream.range(0, steps.size())
              .mapToObj(i ->
                  new Box(
                      steps.get(i),
                      (int) Math.round(spots.get(i).middle - BOX_WIDTH / 2.0),
                      top(spots.get(i))))
              .toList();
      List<Line> lines =
          IntStream.range(0, ways.size())
              .mapToObj(i ->
                  new Line(
                      steps.get(ends.get(i)[0]), steps.get(ends.get(i)[1]), points(ways.get(i))))
              .toList();
      int height = layers.size() * (BOX_HEIGHT + BELOW) - BELOW + 2 * MARGIN;
      return new GraphLayout((int) Math.ceil(right - left) + 2 * MARGIN, height, boxes, lines);
    }

    private java.util.stream.Stream<Spot> all() {
      return layers.stream().flatMap(List::stream);
    }

    private static int top(Spot spot) {
      return MARGIN + spot.layer * (BOX_HEIGHT + BELOW);
    }

    /** From the foot of the first to the head of the last, straight through the layers between. */
    private static List<Point> points(List<Spot> way) {
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < way.size(); i++) {
        Spot spot = way.get(i);
        int across = (int) Math.round(spot.middle);
        if (i > 0) {
          points.add(new Point(across, top(spot)));
        }
        if (i < way.size() - 1) {
          points.add(new Point(across, top(spot) + BOX_HEIGHT));
        }
      }
      return points;
    }
  }
}
