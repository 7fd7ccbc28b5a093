package dev.stepcache.cli.runner;

import dev.stepcache.cli.runner.ParameterRange.Categories;
import dev.stepcache.cli.runner.ParameterRange.Numbers;
import dev.stepcache.cli.runner.ParameterRange.Scale;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The hyperparameters that a tuning job may choose, with their ranges. */
record ParameterRanges(List<ParameterRange> ranges) {
  ParameterRanges {
    ranges = List.copyOf(ranges);
  }

  /** Reads the API's ParameterRanges. */
  static ParameterRanges of(ObjectValue request) throws JobFailure {
    List<ParameterRange> ranges = new ArrayList<>();
    for (AttributeValue item : request.itemsOf("CategoricalParameterRanges")) {
      ObjectValue range = Requests.object(item);
      List<String> values = Texts.all(range.itemsOf("Values"));
      if (values.isEmpty()) {
        throw fault(range, "has no Values");
      }
      ranges.add(new Categories(Requests.text(range, "Name"), values));
    }
    for (AttributeValue item : request.itemsOf("ContinuousParameterRanges")) {
      ranges.add(numbers(Requests.object(item), false));
    }
    for (AttributeValue item : request.itemsOf("IntegerParameterRanges")) {
      ranges.add(numbers(Requests.object(item), true));
    }
    if (!request.itemsOf("AutoParameters").isEmpty()) {
      throw new JobFailure("the ranges of AutoParameters are chosen by SageMaker, and not here");
    }
    return new ParameterRanges(ranges);
  }

  private static Numbers numbers(ObjectValue range, boolean whole) throws JobFailure {
    double least = number(range, "MinValue");
    double greatest = number(range, "MaxValue");
    String scaling = range.textMember("ScalingType").orElse("Auto");
    Scale scale =
        switch (scaling) {
          case "Auto", "Linear" -> Scale.LINEAR;
          case "Logarithmic" -> Scale.LOGARITHMIC;
          case "ReverseLogarithmic" -> Scale.REVERSE_LOGARITHMIC;
          default -> throw fault(range, "has the unknown ScalingType " + scaling);
        };
    if (least > greatest) {
      throw fault(range, "has a MinValue above its MaxValue");
    }
    if (scale == Scale.LOGARITHMIC && least <= 0) {
      throw fault(range, "is Logarithmic, which takes a MinValue above 0");
    }
    if (scale == Scale.REVERSE_LOGARITHMIC && (whole || least < 0 || greatest >= 1)) {
      throw fault(range, "is ReverseLogarithmic, which takes fractions from 0 to below 1");
    }
    return new Numbers(Requests.text(range, "Name"), least, greatest, whole, scale);
  }

  private static double number(ObjectValue range, String member) throws JobFailure {
    String text = range.member(member).map(Texts::of).orElse("");
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException none) {
      // It is said below.
    }
    throw fault(range, "has the %s \"%s\", which is no number".formatted(member, text));
  }

  private static JobFailure fault(ObjectValue range, String what) {
    return new JobFailure(
        "the range of the hyperparameter \"%s\" %s"
            .formatted(range.textMember("Name").orElse(""), what));
  }

  /** A value for every hyperparameter, at random. */
  SortedMap<String, String> drawn(RandomGenerator random) {
    SortedMap<String, String> drawn = new TreeMap<>();
    ranges.forEach(range -> drawn.put(range.name(), range.drawn(random)));
    return drawn;
  }

  /** Every combination of values; what has no end of them has no grid. */
  List<SortedMap<String, String>> grid(int most) throws JobFailure {
    List<SortedMap<String, String>> grid = List.of(new TreeMap<>());
    for (ParameterRange range : ranges) {
      if (!(range instanceof Categories(String name, List<String> values))) {
        throw new JobFailure(
            "the strategy Grid takes categorical ranges only, and \"%s\" is a range of numbers"
                .formatted(range.name()));
      }
      if ((long) grid.size() * values.size() > most) {
        throw new JobFailure(
            "a grid of more than %,d combinations is no job for a machine".formatted(most));
      }
      List<SortedMap<String, String>> finer = new ArrayList<>();
      for (SortedMap<String, String> combination : grid) {
        for (String value : values) {
          SortedMap<String, String> longer = new TreeMap<>(combination);
          longer.put(name, value);
          finer.add(longer);
        }
      }
      grid = finer;
    }
    return grid;
  }
}
