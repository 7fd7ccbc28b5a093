package dev.stepcache.domain.expiry;

import io.vavr.control.Either;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * How old a successful run may be and still be reused: a positive amount of calendar time, each
 * unit 0 to 999,999,999, not all 0 (SPEC 5).
 */
public record ExpireAfter(
    long years, long months, long weeks, long days, long hours, long minutes) {
  public static final long MAX = 999_999_999;

  public ExpireAfter {
    for (long amount : new long[] {years, months, weeks, days, hours, minutes}) {
      if (amount < 0 || amount > MAX) {
        throw new IllegalArgumentException("an amount outside 0 to 999,999,999: " + amount);
      }
    }
    if ((years | months | weeks | days | hours | minutes) == 0) {
      throw new IllegalArgumentException("an ExpireAfter of no length");
    }
  }

  /** Reads {@code 30d}, {@code T16m}, {@code 30dT5h}, {@code PT1H} and the like. */
  public static Either<ExpireAfterSyntaxError, ExpireAfter> parse(String text) {
    return new ExpireAfterParser(text).parse();
  }

  /**
   * The completion instant of the oldest run still good, counted back from now in UTC: years and
   * months, then weeks and days, then hours and minutes (R13). {@link Instant#MIN} where that lies
   * before all time, which is no limit.
   */
  public Instant cutoff(Instant now) {
    try {
      return LocalDateTime.ofInstant(now, ZoneOffset.UTC)
          .minusMonths(12 * years + months)
          .minusDays(7 * weeks + days)
          .minusMinutes(60 * hours + minutes)
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException beforeAllTime) {
      return Instant.MIN;
    }
  }

  /**
   * What the writer may have meant: a count of months and nothing else is often one of minutes, the
   * letter being the same before and after T.
   */
  public Optional<ExpireAfter> perhapsMeant() {
    boolean monthsAlone = months > 0 && (years | weeks | days | hours | minutes) == 0;
    return monthsAlone ? Optional.of(new ExpireAfter(0, 0, 0, 0, 0, months)) : Optional.empty();
  }

  /** The canonical spelling: upper case, with P, without units of 0. */
  @Override
  public String toString() {
    String date = unit(years, 'Y') + unit(months, 'M') + unit(weeks, 'W') + unit(days, 'D');
    String time = unit(hours, 'H') + unit(minutes, 'M');
    return "P" + date + (time.isEmpty() ? "" : "T" + time);
  }

  private static String unit(long amount, char letter) {
    return amount == 0 ? "" : "" + amount + letter;
  }
}
