package dev.stepcache.persistence.application;

import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistoryUnavailable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** What keeps a history from being reached, as long as a test wants it. */
final class Outage {
  private volatile Predicate<String> unreachable = method -> false;
  private volatile Predicate<String> unheard = method -> false;
  private final Map<String, Integer> refused = new ConcurrentHashMap<>();

  /** From now on nothing gets through. */
  void begin() {
    unreachable = method -> true;
  }

  /** From now on these methods do not get through. */
  void beginOf(String... methods) {
    unreachable = Set.of(methods)::contains;
  }

  /** From now on these methods get through, but their answers do not get back. */
  void beginOfAnswersTo(String... methods) {
    unheard = Set.of(methods)::contains;
  }

  void end() {
    unreachable = method -> false;
    unheard = method -> false;
  }

  /** Fails as an attempt to open a history would. */
  void check(String method) {
    boolean away = unreachable.test(method);
    if (away) {
      refused.merge(method, 1, Integer::sum);
    }
    failIf(away);
  }

  /** How often a method did not get through. */
  int refused(String method) {
    return refused.getOrDefault(method, 0);
  }

  private static void failIf(boolean away) {
    if (away) {
      throw new RunHistoryUnavailable("the history is away");
    }
  }

  /** A history as it is seen through this outage. */
  RunHistory over(RunHistory history) {
    return (RunHistory)
        Proxy.newProxyInstance(
            Outage.class.getClassLoader(),
            new Class<?>[] {RunHistory.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                return null; // Others still have it open.
              }
              if (!method.getName().equals("clock")) {
                check(method.getName());
              }
              try {
                Object answer = method.invoke(history, arguments);
                failIf(unheard.test(method.getName()));
                return answer;
              } catch (InvocationTargetException failed) {
                throw failed.getCause();
              }
            });
  }
}
