package dev.stepcache.persistence.application;

import dev.stepcache.persistence.application.Observed.Act;
import java.util.SplittableRandom;

/** What one thread does with several steps, at random, but the same for the same thread. */
final class ExecutionMix {
  static final int KEYS = 3;
  static final int ACTS = 10;

  private final SplittableRandom random;

  ExecutionMix(String who) {
    this.random = new SplittableRandom(who.hashCode());
  }

  static String key(int number) {
    return "key" + number;
  }

  String key() {
    return key(random.nextInt(KEYS));
  }

  Act act() {
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> Act.RUN;
      case 4, 5, 6 -> Act.WAIT;
      case 7, 8, 9, 10 -> Act.JOIN;
      case 11, 12 -> Act.AGAIN;
      case 13, 14 -> Act.RETRACT;
      default -> Act.REFRESH;
    };
  }

  int pause() {
    return random.nextInt(20);
  }
}
