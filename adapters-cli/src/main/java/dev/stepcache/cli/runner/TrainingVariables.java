package dev.stepcache.cli.runner;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The variables by which SageMaker's training toolkit tells a script what there is ({@code SM_…}).
 */
final class TrainingVariables {
  private TrainingVariables() {}

  static Map<String, String> of(HyperParameters hyperParameters, List<String> channels) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("SM_MODEL_DIR", "/opt/ml/model");
    variables.put("SM_INPUT_DIR", "/opt/ml/input");
    variables.put("SM_INPUT_CONFIG_DIR", "/opt/ml/input/config");
    variables.put("SM_OUTPUT_DIR", "/opt/ml/output");
    variables.put("SM_OUTPUT_DATA_DIR", "/opt/ml/output/data");
    variables.put("SM_OUTPUT_INTERMEDIATE_DIR", "/opt/ml/output/intermediate");
    variables.put("SM_HOSTS", "[\"algo-1\"]");
    variables.put("SM_CURRENT_HOST", "algo-1");
    variables.put("SM_NETWORK_INTERFACE_NAME", "lo");
    variables.put("SM_NUM_CPUS", Integer.toString(Runtime.getRuntime().availableProcessors()));
    variables.put("SM_NUM_GPUS", "0");
    addChannels(variables, channels);
    addHyperParameters(variables, hyperParameters);
    return variables;
  }

  private static void addChannels(Map<String, String> variables, List<String> channels) {
    List<AttributeValue> names =
        channels.stream().sorted().<AttributeValue>map(AttributeValue::text).toList();
    variables.put("SM_CHANNELS", CanonicalJson.text(new ListValue(names)));
    for (String channel : channels) {
      variables.put(
          "SM_CHANNEL_" + channel.toUpperCase(Locale.ROOT), "/opt/ml/input/data/" + channel);
    }
  }

  private static void addHyperParameters(
      Map<String, String> variables, HyperParameters hyperParameters) {
    SortedMap<String, AttributeValue> all = new TreeMap<>();
    for (String name : hyperParameters.ofTheScript()) {
      String value = hyperParameters.value(name);
      all.put(name, AttributeValue.text(value));
      variables.put("SM_HP_" + name.toUpperCase(Locale.ROOT), value);
    }
    variables.put("SM_HPS", CanonicalJson.text(new ObjectValue(all)));
    List<AttributeValue> arguments =
        hyperParameters.arguments().stream().<AttributeValue>map(AttributeValue::text).toList();
    variables.put("SM_USER_ARGS", CanonicalJson.text(new ListValue(arguments)));
    hyperParameters.program().ifPresent(program -> variables.put("SM_USER_ENTRY_POINT", program));
  }
}
