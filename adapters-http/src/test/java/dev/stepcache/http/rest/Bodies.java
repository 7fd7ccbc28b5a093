package dev.stepcache.http.rest;

/** What tests send. */
final class Bodies {
  /** A step with no expressions, whose environment has a secret. */
  static final String STEP =
      """
      {"Name": "Train", "Type": "Training",
       "Arguments": {"HyperParameters": {"eta": "0.1"}, "Environment": {"API_TOKEN": "hush"},
                     "AlgorithmSpecification": {"TrainingImage": "image:1"}},
       "CacheConfig": {"Enabled": true, "ExpireAfter": "30d"}}\
      """;

  /** Two steps, one after the other, both cached. */
  static final String DEFINITION =
      """
      {"Version": "2020-12-01",
       "Parameters": [{"Name": "Eta", "Type": "Float", "DefaultValue": 0.1},
                      {"Name": "Password", "Type": "String", "DefaultValue": "hush"}],
       "Steps": [
         {"Name": "Prepare", "Type": "Processing",
          "Arguments": {"AppSpecification": {"ImageUri": "image:1"},
                        "Environment": {"SAY": "preparing"}},
          "CacheConfig": {"Enabled": true, "ExpireAfter": "30d"}},
         {"Name": "Train", "Type": "Training", "DependsOn": ["Prepare"],
          "Arguments": {"HyperParameters": {"eta": {"Get": "Parameters.Eta"}},
                        "AlgorithmSpecification": {"TrainingImage": "image:1"}},
          "CacheConfig": {"Enabled": true, "ExpireAfter": "30d"}}]}\
      """;

  private Bodies() {}

  static String step() {
    return "{\"step\": " + STEP + "}";
  }

  static String step(String more) {
    return "{\"step\": %s, %s}".formatted(STEP, more);
  }

  static String definition() {
    return "{\"definition\": " + DEFINITION + "}";
  }

  /** A definition of one step that does as its environment says. */
  static String wish(String name, String value) {
    return """
    {"definition": {"Version": "2020-12-01", "Steps": [
       {"Name": "Only", "Type": "Processing",
        "Arguments": {"AppSpecification": {"ImageUri": "i"}, "Environment": {"%s": "%s"}}}]}}\
    """
        .formatted(name, value);
  }
}
