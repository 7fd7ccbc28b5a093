package dev.stepcache.http.sagemaker;

import dev.stepcache.application.json.JsonObject;
import java.util.Map;

/** One operation of the API. */
@FunctionalInterface
interface Operation {

  /**
   * Does it.
   *
   * @throws AwsError where it cannot be done
   */
  JsonObject answer(Request request);

  /** A family of operations. */
  interface Family {
    /** The operations by their names. */
    Map<String, Operation> operations();
  }
}
