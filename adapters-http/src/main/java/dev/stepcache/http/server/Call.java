package dev.stepcache.http.server;

import dev.stepcache.application.access.Caller;
import io.helidon.webserver.http.ServerRequest;

/**
 * One call: who asks, and what was sent. Every handler finds it with its request; the body has been
 * read, within its limits, before any handler is reached.
 */
public final class Call {
  private final String id;
  private final Caller caller;
  private final byte[] body;

  Call(String id, Caller caller, byte[] body) {
    this.id = id;
    this.caller = caller;
    this.body = body;
  }

  /** The call of a request. */
  public static Call of(ServerRequest request) {
    return request
        .context()
        .get(Call.class)
        .orElseThrow(() -> new IllegalStateException("a request that passed no filter"));
  }

  /** What the call is named in the answer and in the log. */
  public String id() {
    return id;
  }

  public Caller caller() {
    return caller;
  }

  /** What was sent; empty where nothing was. Not to be changed. */
  public byte[] body() {
    return body;
  }
}
