package dev.stepcache.persistence.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stepcache.application.port.RunHistoryUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("R13: the clock of a server")
final class ServerClockTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Instant serverTime = NOON;
  private boolean serverIsAway;
  private int readings;
  private long nanos = 42;

  private Instant read() {
    readings++;
    if (serverIsAway) {
      throw new RunHistoryUnavailable("away");
    }
    return serverTime;
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
    serverTime = serverTime.plus(time);
  }

  private ServerClock clock() {
    return new ServerClock(this::read, () -> nanos);
  }

  @Test
  void is_told_without_asking_the_server_each_time() {
    ServerClock clock = clock();
    assertThat(clock.instant()).isEqualTo(NOON);

    pass(Duration.ofSeconds(59));

    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(59));
    assertThat(readings).isEqualTo(1);
  }

  @Test
  void is_read_again_after_a_minute() {
    ServerClock clock = clock();
    pass(Duration.ofSeconds(60));
    serverTime = serverTime.plusSeconds(7);

    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(67));
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(67));
    assertThat(readings).isEqualTo(2);
  }

  @Test
  void stands_still_rather_than_going_back_a_little() {
    ServerClock clock = clock();
    pass(Duration.ofSeconds(59));
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(59));
    pass(Duration.ofSeconds(1));
    serverTime = serverTime.minusMillis(1500);

    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(59));
    pass(Duration.ofSeconds(1));
    assertThat(clock.instant()).isEqualTo(NOON.plusMillis(59_500));
  }

  @Test
  void is_followed_when_it_was_set_back() {
    ServerClock clock = clock();
    pass(Duration.ofSeconds(60));
    serverTime = NOON.minusSeconds(3600);

    assertThat(clock.instant()).isEqualTo(NOON.minusSeconds(3600));
  }

  @Test
  void goes_on_while_the_server_is_away() {
    ServerClock clock = clock();
    serverIsAway = true;
    pass(Duration.ofSeconds(90));

    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(90));
    pass(Duration.ofSeconds(30));
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(120));
    assertThat(readings).isEqualTo(2);
  }

  @Test
  void is_not_out_by_what_the_first_connection_took() {
    InstantSource clock =
        new ServerClock(
            () -> {
              pass(readings == 0 ? Duration.ofSeconds(3) : Duration.ofMillis(2));
              return read();
            },
            () -> nanos);

    assertThat(clock.instant()).isBetween(serverTime, serverTime.plusMillis(2));
    assertThat(readings).isEqualTo(2);
  }

  @Test
  void must_be_read_once_to_be_known() {
    serverIsAway = true;
    assertThatExceptionOfType(RunHistoryUnavailable.class).isThrownBy(this::clock);
  }
}
