package dev.stepcache.http.sagemaker;

import dev.stepcache.application.access.Caller;
import dev.stepcache.application.content.Digests;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;

/**
 * What somebody asks the API for.
 *
 * @param operation as the API names it
 * @param body all that was sent
 * @param members the same, to be read
 */
record Request(Caller caller, String operation, ObjectValue body, Members members) {

  static Request of(Caller caller, String operation, ObjectValue body) {
    return new Request(caller, operation, body, new Members(body));
  }

  /** Requests that ask for the same have the same digest, whatever these members of theirs. */
  String digestWithout(String... names) {
    ObjectValue rest = body;
    for (String name : names) {
      rest = rest.without(name);
    }
    return Digests.sha256(CanonicalJson.bytes(rest));
  }
}
