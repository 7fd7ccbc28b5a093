package dev.stepcache.http.server;

import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;

/** Is told of every call. */
public interface CallListener {

  /** A call has come, and is worked on by this thread; what is answered is told of its end. */
  Ending began(ServerRequest request);

  /** What is told when a call has been answered, by the same thread. */
  interface Ending {
    /**
     * A call was answered.
     *
     * @param route the pattern that its path matched
     */
    void ended(String route, int status, Duration time);
  }
}
