package dev.stepcache.http.server;

import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;

/** Is told of every call of a service. */
public interface CallListener {

  /**
   * A call has come, and is worked on by this thread; what is answered is told of its end.
   *
   * @param id what the call is named in the answer and in the log
   */
  Ending began(ServerRequest request, String id);

  /** The service has ended: there are no more calls, nor anything else to tell. */
  default void noMore() {}

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
