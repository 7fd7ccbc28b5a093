package dev.stepcache.application.port;

import java.time.Instant;
import java.util.Optional;

/**
 * What is said once for all nodes of a service and for all times a request is sent (H5). It lies in
 * the same store as the run history; an outage is a {@link RunHistoryUnavailable}.
 */
public interface Agreements {

  /** Keeps a word under a name, unless there is one; answers the one that is kept. */
  String agree(String name, String word);

  /** What is kept of a request that was sent before. */
  Optional<Claim> claimed(String scope, String token);

  /**
   * Keeps what a request that may be sent again asks for and is answered with, unless that is kept
   * already; answers what is kept.
   *
   * @param scope whose token it is, and for which operation
   */
  Claim claim(String scope, String token, Claim claim, Instant at);

  /** Forgets claims from before an instant. */
  void forgetClaims(Instant before);

  /**
   * What was asked and what the answer is.
   *
   * @param request the digest of what was asked
   * @param answer what it is answered with, known before anything is done
   */
  record Claim(String request, String answer) {}
}
