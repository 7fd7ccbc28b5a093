package dev.stepcache.http.rest;

import dev.stepcache.application.json.JsonObject;

/**
 * One fault of what was sent.
 *
 * @param pointer the JSON Pointer of the place in the body
 */
record Fault(String pointer, String detail) {

  JsonObject json() {
    return new JsonObject().put("pointer", pointer).put("detail", detail);
  }
}
